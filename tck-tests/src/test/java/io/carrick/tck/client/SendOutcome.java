package io.carrick.tck.client;

import java.util.Map;

/**
 * The broker's answer to a message.
 *
 * @param name {@code accepted}, {@code rejected}, {@code released}, {@code modified}, or {@code settled} when none was
 *     asked for
 * @param condition of a rejection, else empty
 * @param description of a rejection, else empty
 */
public record SendOutcome(String name, String condition, String description) {

    static SendOutcome of(Map<String, String> answer) {
        return new SendOutcome(
                answer.get("outcome"), answer.getOrDefault("condition", ""), answer.getOrDefault("description", ""));
    }

    /** Whether the broker took responsibility for the message. */
    public boolean accepted() {
        return name.equals("accepted");
    }
}
