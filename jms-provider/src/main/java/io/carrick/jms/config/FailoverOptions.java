package io.carrick.jms.config;

import io.carrick.jms.config.FailoverSettings.ServerListAction;
import java.util.List;
import java.util.Set;

/** The options of failover. */
final class FailoverOptions {
    static final Option<Long> INITIAL_DELAY = Option.of("failover.initialReconnectDelay", OptionType.MILLIS, 0L);
    static final Option<Long> DELAY = Option.of("failover.reconnectDelay", OptionType.MILLIS, 10L);
    static final Option<Long> MAX_DELAY = Option.of("failover.maxReconnectDelay", OptionType.MILLIS, 30_000L);
    static final Option<Boolean> BACK_OFF = Option.flag("failover.useReconnectBackOff", true);
    static final Option<Double> MULTIPLIER = Option.of("failover.reconnectBackOffMultiplier", OptionType.FACTOR, 2.0);
    static final Option<Integer> ATTEMPTS =
            Option.of("failover.maxReconnectAttempts", OptionType.COUNT_OR_UNLIMITED, -1);
    static final Option<Integer> STARTUP_ATTEMPTS =
            Option.of("failover.startupMaxReconnectAttempts", OptionType.COUNT_OR_UNLIMITED, -1);
    static final Option<Integer> WARN_AFTER =
            Option.of("failover.warnAfterReconnectAttempts", OptionType.ints(1, Integer.MAX_VALUE), 10);
    static final Option<Boolean> RANDOMIZE = Option.flag("failover.randomize", false);
    static final Option<ServerListAction> SERVER_LIST = Option.of(
            "failover.amqpOpenServerListAction", OptionType.oneOf(ServerListAction.class), ServerListAction.REPLACE);

    static final OptionGroup GROUP = new OptionGroup(
            "failover.",
            List.of(
                    INITIAL_DELAY,
                    DELAY,
                    MAX_DELAY,
                    BACK_OFF,
                    MULTIPLIER,
                    ATTEMPTS,
                    STARTUP_ATTEMPTS,
                    WARN_AFTER,
                    RANDOMIZE,
                    SERVER_LIST),
            Set.of());

    private FailoverOptions() {}

    static FailoverSettings settings(OptionValues values) {
        return new FailoverSettings(
                values.get(INITIAL_DELAY),
                values.get(DELAY),
                values.get(MAX_DELAY),
                values.get(BACK_OFF),
                values.get(MULTIPLIER),
                values.get(ATTEMPTS),
                values.get(STARTUP_ATTEMPTS),
                values.get(WARN_AFTER),
                values.get(RANDOMIZE),
                values.get(SERVER_LIST));
    }
}
