package io.carrick.jms.config;

import java.util.List;
import java.util.Set;

/** The options of the protocol. */
final class AmqpOptions {
    private static final List<String> MECHANISMS =
            List.of("EXTERNAL", "SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN", "XOAUTH2", "OAUTHBEARER", "ANONYMOUS");

    static final Option<String> VIRTUAL_HOST = Option.text("amqp.vhost");
    static final Option<Long> IDLE_TIMEOUT = Option.of("amqp.idleTimeout", OptionType.MILLIS, 60_000L);
    static final Option<Integer> FRAME_SIZE =
            Option.of("amqp.maxFrameSize", OptionType.ints(512, Integer.MAX_VALUE), 1 << 20);
    static final Option<Long> MESSAGE_SIZE = Option.of(
            "amqp.maxMessageSize", OptionType.longs("bytes; 0 for a quarter of the heap", 0, Long.MAX_VALUE), 0L);
    static final Option<Integer> CHANNEL_MAX = Option.of("amqp.channelMax", OptionType.ints(1, 65_535), 32_767);
    static final Option<Long> DRAIN_TIMEOUT = Option.of("amqp.drainTimeout", OptionType.MILLIS_POSITIVE, 60_000L);
    static final Option<Integer> UNSENT_BYTES =
            Option.of("amqp.maxUnsentBytes", OptionType.ints(1, Integer.MAX_VALUE), 4 << 20);
    static final Option<Boolean> SASL_LAYER = Option.flag("amqp.saslLayer", true);
    static final Option<List<String>> SASL_MECHANISMS =
            Option.of("amqp.saslMechanisms", OptionType.listOf(MECHANISMS), List.of());
    static final Option<Boolean> PLAIN_WITHOUT_TLS = Option.flag("amqp.allowPlainWithoutTls", true);
    static final Option<Boolean> INSECURE_REDIRECTS = Option.flag("amqp.allowNonSecureRedirects", false);

    static final Option<Boolean> TRACE_FRAMES = Option.flag("amqp.traceFrames", false);
    static final Option<Integer> TRACE_PAYLOAD =
            Option.of("amqp.traceFramesPayloadLimit", OptionType.ints(0, Integer.MAX_VALUE), 1024);

    static final OptionGroup GROUP = new OptionGroup(
            "amqp.",
            List.of(
                    VIRTUAL_HOST,
                    IDLE_TIMEOUT,
                    FRAME_SIZE,
                    MESSAGE_SIZE,
                    CHANNEL_MAX,
                    DRAIN_TIMEOUT,
                    UNSENT_BYTES,
                    SASL_LAYER,
                    SASL_MECHANISMS,
                    PLAIN_WITHOUT_TLS,
                    INSECURE_REDIRECTS,
                    TRACE_FRAMES,
                    TRACE_PAYLOAD),
            Set.of(
                    "amqp.traceBytes",
                    "amqp.maxWriteBytesBeforeFlush",
                    "amqp.sessionOutgoingWindow",
                    "amqp.anonymousFallbackCacheSize",
                    "amqp.anonymousFallbackCacheTimeout"));

    private static final int HEAP_SHARE = 4;

    private AmqpOptions() {}

    static AmqpSettings settings(OptionValues values) {
        long messageSize = values.get(MESSAGE_SIZE);
        return new AmqpSettings(
                values.get(VIRTUAL_HOST),
                values.getInt(IDLE_TIMEOUT),
                values.get(FRAME_SIZE),
                messageSize > 0 ? messageSize : Runtime.getRuntime().maxMemory() / HEAP_SHARE,
                values.get(CHANNEL_MAX),
                values.getInt(DRAIN_TIMEOUT),
                values.get(UNSENT_BYTES),
                values.get(SASL_LAYER),
                values.get(SASL_MECHANISMS),
                values.get(PLAIN_WITHOUT_TLS),
                values.get(INSECURE_REDIRECTS),
                values.get(TRACE_FRAMES),
                values.get(TRACE_PAYLOAD));
    }
}
