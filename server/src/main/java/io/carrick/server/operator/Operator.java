package io.carrick.server.operator;

import io.carrick.broker.Identity;
import java.util.Locale;

/**
 * Somebody who asks for what only operators may do.
 *
 * @param remoteAddress from where
 */
public record Operator(Identity identity, String remoteAddress, Way way) {
    /** How an operator is connected. */
    public enum Way {
        HTTP,
        AMQP;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
