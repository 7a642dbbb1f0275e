package io.carrick.jms.half;

import jakarta.jms.Message;

/**
 * A half message that was sent.
 *
 * @param id the half id: names the local transaction within the group
 * @param group the producer group
 * @param message as it was sent, with its message id
 */
public record HalfMessage(String id, String group, Message message) {}
