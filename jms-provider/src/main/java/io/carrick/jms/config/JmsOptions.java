package io.carrick.jms.config;

import io.carrick.jms.client.ClientSettings;
import io.carrick.jms.message.DeserializationPolicy;
import io.carrick.jms.wire.Credentials;
import java.util.List;
import java.util.Set;

/** The options of the JMS objects. */
final class JmsOptions {
    private static final OptionType<Integer> PREFETCH = OptionType.ints(0, 32_767);
    private static final OptionType<Long> SIZE = OptionType.longs("a number, at least 1", 1, Long.MAX_VALUE);

    static final Option<String> USERNAME = Option.text("jms.username");
    static final Option<String> PASSWORD = Option.password("jms.password");
    static final Option<String> CLIENT_ID = Option.text("jms.clientID");
    static final Option<String> CLIENT_ID_PREFIX = Option.of("jms.clientIDPrefix", OptionType.TEXT, "ID:");
    static final Option<String> QUEUE_PREFIX = Option.text("jms.queuePrefix");
    static final Option<String> TOPIC_PREFIX = Option.text("jms.topicPrefix");
    static final Option<Boolean> DAEMON_THREADS = Option.flag("jms.useDaemonThread", false);

    static final Option<Long> CONNECT_TIMEOUT = Option.of("jms.connectTimeout", OptionType.MILLIS_OR_EVER, 15_000L);
    static final Option<Long> REQUEST_TIMEOUT = Option.of("jms.requestTimeout", OptionType.MILLIS_OR_EVER, 60_000L);
    static final Option<Long> SEND_TIMEOUT = Option.of("jms.sendTimeout", OptionType.MILLIS_OR_EVER, -1L);
    static final Option<Long> CLOSE_TIMEOUT = Option.of("jms.closeTimeout", OptionType.MILLIS_POSITIVE, 60_000L);

    static final Option<Boolean> FORCE_SYNC = Option.flag("jms.forceSyncSend", false);
    static final Option<Boolean> FORCE_ASYNC = Option.flag("jms.forceAsyncSend", false);
    static final Option<Boolean> NON_PERSISTENT_ASYNC = Option.flag("jms.nonPersistentAsyncSend", false);
    static final Option<Boolean> PRESETTLE = Option.flag("jms.presettlePolicy.presettleProducers", false);
    static final Option<Boolean> POPULATE_USER = Option.flag("jms.populateJMSXUserID", false);

    static final Option<Integer> PREFETCH_ALL = Option.of("jms.prefetchPolicy.all", PREFETCH, null);
    static final Option<Integer> PREFETCH_QUEUE = Option.of("jms.prefetchPolicy.queuePrefetch", PREFETCH, 1000);
    static final Option<Integer> PREFETCH_TOPIC = Option.of("jms.prefetchPolicy.topicPrefetch", PREFETCH, 1000);
    static final Option<Integer> PREFETCH_DURABLE =
            Option.of("jms.prefetchPolicy.durableTopicPrefetch", PREFETCH, 1000);
    static final Option<Integer> PREFETCH_BROWSER =
            Option.of("jms.prefetchPolicy.queueBrowserPrefetch", PREFETCH, 1000);
    static final Option<Long> IDLE_RECEIVER =
            Option.of("jms.prefetchPolicy.idleTimeout", OptionType.MILLIS_POSITIVE, 100L);

    static final Option<Integer> MAX_REDELIVERIES =
            Option.of("jms.redeliveryPolicy.maxRedeliveries", OptionType.COUNT_OR_UNLIMITED, -1);
    static final Option<RedeliveryOutcome> REDELIVERY_OUTCOME = Option.of(
            "jms.redeliveryPolicy.outcome",
            OptionType.oneOf(RedeliveryOutcome.class),
            RedeliveryOutcome.MODIFIED_FAILED_UNDELIVERABLE);

    static final Option<Boolean> LOCAL_EXPIRY = Option.flag("jms.localMessageExpiry", true);
    static final Option<Boolean> RECEIVE_LOCAL = Option.flag("jms.receiveLocalOnly", false);
    static final Option<Boolean> RECEIVE_NO_WAIT_LOCAL = Option.flag("jms.receiveNoWaitLocalOnly", false);
    static final Option<Boolean> VALIDATE_NAMES = Option.flag("jms.validatePropertyNames", true);
    static final Option<Boolean> VALIDATE_SELECTOR = Option.flag("jms.validateSelector", true);

    static final Option<List<String>> ALLOW_LIST =
            Option.of("jms.deserializationPolicy.allowList", OptionType.LIST, List.of());
    static final Option<Long> DEPTH =
            Option.of("jms.deserializationPolicy.maxDepth", SIZE, DeserializationPolicy.DENY_ALL.depthMax());
    static final Option<Long> ARRAY_LENGTH = Option.of(
            "jms.deserializationPolicy.maxArrayLength", SIZE, DeserializationPolicy.DENY_ALL.arrayLengthMax());
    static final Option<Long> REFERENCES =
            Option.of("jms.deserializationPolicy.maxReferences", SIZE, DeserializationPolicy.DENY_ALL.referencesMax());
    static final Option<Long> BYTES =
            Option.of("jms.deserializationPolicy.maxBytes", SIZE, DeserializationPolicy.DENY_ALL.bytesMax());

    static final OptionGroup GROUP = new OptionGroup(
            "jms.",
            List.of(
                    USERNAME,
                    PASSWORD,
                    CLIENT_ID,
                    CLIENT_ID_PREFIX,
                    QUEUE_PREFIX,
                    TOPIC_PREFIX,
                    DAEMON_THREADS,
                    CONNECT_TIMEOUT,
                    REQUEST_TIMEOUT,
                    SEND_TIMEOUT,
                    CLOSE_TIMEOUT,
                    FORCE_SYNC,
                    FORCE_ASYNC,
                    NON_PERSISTENT_ASYNC,
                    PRESETTLE,
                    POPULATE_USER,
                    PREFETCH_ALL,
                    PREFETCH_QUEUE,
                    PREFETCH_TOPIC,
                    PREFETCH_DURABLE,
                    PREFETCH_BROWSER,
                    IDLE_RECEIVER,
                    MAX_REDELIVERIES,
                    REDELIVERY_OUTCOME,
                    LOCAL_EXPIRY,
                    RECEIVE_LOCAL,
                    RECEIVE_NO_WAIT_LOCAL,
                    VALIDATE_NAMES,
                    VALIDATE_SELECTOR,
                    ALLOW_LIST,
                    DEPTH,
                    ARRAY_LENGTH,
                    REFERENCES,
                    BYTES),
            Set.of(
                    "jms.connectionIDPrefix",
                    "jms.forceAsyncAcks",
                    "jms.localMessagePriority",
                    "jms.awaitClientID",
                    "jms.closeLinksThatFailOnReconnect",
                    "jms.prefetchPolicy.maxPrefetchSize",
                    "jms.messageIDPolicy.messageIDType"));

    private JmsOptions() {}

    static Credentials credentials(OptionValues values, Credentials ofUri) {
        String user = values.get(USERNAME);
        String password = values.get(PASSWORD);
        return new Credentials(user == null ? ofUri.user() : user, password == null ? ofUri.password() : password);
    }

    static TimeoutSettings timeouts(OptionValues values) {
        return new TimeoutSettings(
                values.get(CONNECT_TIMEOUT),
                values.get(REQUEST_TIMEOUT),
                values.get(SEND_TIMEOUT),
                values.get(CLOSE_TIMEOUT));
    }

    static AddressPrefixes prefixes(OptionValues values) {
        return new AddressPrefixes(values.get(QUEUE_PREFIX), values.get(TOPIC_PREFIX));
    }

    /**
     * The settings of the JMS objects.
     *
     * @param drainTimeoutMillis which is an option of the protocol
     */
    static ClientSettings client(OptionValues values, long drainTimeoutMillis) {
        return ClientSettings.builder()
                .clientId(values.get(CLIENT_ID))
                .generatedClientIdPrefix(values.get(CLIENT_ID_PREFIX))
                .prefetch(prefetch(values))
                .sending(sending(values))
                .redelivery(redelivery(values))
                .timeouts(new ClientSettings.Timeouts(
                        values.get(SEND_TIMEOUT),
                        values.get(CLOSE_TIMEOUT),
                        drainTimeoutMillis,
                        values.get(IDLE_RECEIVER)))
                .localMessageExpiry(values.get(LOCAL_EXPIRY))
                .receiveLocalOnly(values.get(RECEIVE_LOCAL))
                .receiveNoWaitLocalOnly(values.get(RECEIVE_NO_WAIT_LOCAL))
                .validatePropertyNames(values.get(VALIDATE_NAMES))
                .validateSelectors(values.get(VALIDATE_SELECTOR))
                .deserialization(deserialization(values))
                .build();
    }

    private static ClientSettings.Prefetch prefetch(OptionValues values) {
        return new ClientSettings.Prefetch(
                values.first(List.of(PREFETCH_ALL, PREFETCH_QUEUE)),
                values.first(List.of(PREFETCH_ALL, PREFETCH_TOPIC)),
                values.first(List.of(PREFETCH_ALL, PREFETCH_DURABLE)),
                values.first(List.of(PREFETCH_ALL, PREFETCH_BROWSER)));
    }

    private static ClientSettings.Sending sending(OptionValues values) {
        return new ClientSettings.Sending(
                values.get(FORCE_SYNC),
                values.get(FORCE_ASYNC),
                values.get(NON_PERSISTENT_ASYNC),
                values.get(PRESETTLE),
                values.get(POPULATE_USER));
    }

    private static ClientSettings.Redelivery redelivery(OptionValues values) {
        int redeliveries = values.get(MAX_REDELIVERIES);
        int deliveries = redeliveries < 0 || redeliveries == Integer.MAX_VALUE ? -1 : redeliveries + 1;
        return new ClientSettings.Redelivery(
                deliveries, values.get(REDELIVERY_OUTCOME).settlement());
    }

    private static DeserializationPolicy deserialization(OptionValues values) {
        return new DeserializationPolicy(
                values.get(ALLOW_LIST),
                values.get(DEPTH),
                values.get(ARRAY_LENGTH),
                values.get(REFERENCES),
                values.get(BYTES));
    }
}
