package io.carrick.server.api;

import java.util.Map;

/**
 * A message as JSON.
 *
 * @param body text, or Base64 of the bytes, as {@code bodyType} says
 * @param bodyType {@code text}, {@code binary}, {@code value}, {@code none}, {@code large} for a body that is not
 *     shown, or {@code unreadable} for a message that cannot be read, with the reason as its body
 * @param expiryTime milliseconds since the epoch, null for never
 * @param properties application properties
 */
public record MessageText(
        String messageId,
        String correlationId,
        String subject,
        String replyTo,
        String contentType,
        boolean durable,
        int priority,
        long timestamp,
        Long expiryTime,
        int deliveryCount,
        long size,
        Map<String, Object> annotations,
        Map<String, Object> properties,
        String bodyType,
        String body) {}
