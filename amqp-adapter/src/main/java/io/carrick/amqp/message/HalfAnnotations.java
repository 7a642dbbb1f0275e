package io.carrick.amqp.message;

/**
 * What a message says about being a half message, in message-annotations {@code x-opt-half-id}, {@code
 * x-opt-half-group} and {@code x-opt-half-check-after}, or in the application properties that stand for them.
 *
 * @param id the half id: the one it names, else its message-id; null without either
 * @param group the producer group; null if it names none
 * @param checkAfterMillis when the group is to be asked; negative if it does not say
 */
public record HalfAnnotations(String id, String group, long checkAfterMillis) {}
