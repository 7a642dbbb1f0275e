package io.carrick.jms.amqp;

import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.jms.config.AmqpSettings;
import io.carrick.jms.config.BrokerEndpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a log of the frames that go over a socket, once the client is authenticated: what the SASL layer says is never
 * shown. Not thread-safe.
 */
final class FrameTrace {
    private static final Logger LOG = LoggerFactory.getLogger("io.carrick.jms.frames");

    private final String broker;
    private final int payloadMax;
    private final Consumer<String> log;

    /**
     * A trace of what is said to a broker.
     *
     * @param payloadMax bytes of each frame's payload that are shown
     */
    FrameTrace(String broker, int payloadMax, Consumer<String> log) {
        this.broker = broker;
        this.payloadMax = payloadMax;
        this.log = log;
    }

    /** The trace that the settings ask for; null if they ask for none. */
    static FrameTrace of(BrokerEndpoint endpoint) {
        AmqpSettings amqp = endpoint.amqp();
        return amqp.traceFrames()
                ? new FrameTrace(endpoint.host() + ":" + endpoint.port(), amqp.tracePayloadMax(), LOG::trace)
                : null;
    }

    /** Tells of the frames that were sent. */
    void sent(ByteBuf frames) {
        tell("->", frames.duplicate());
    }

    /** Tells of the frames that were received. */
    void received(ByteBuf frames) {
        tell("<-", frames.duplicate());
    }

    private void tell(String direction, ByteBuf bytes) {
        try {
            while (bytes.isReadable()) {
                tellOne(direction, bytes);
            }
        } catch (ProtocolException e) {
            log.accept(broker + " " + direction + " not a frame: " + e.getMessage() + " " + shown(bytes));
        }
    }

    private void tellOne(String direction, ByteBuf bytes) throws ProtocolException {
        FrameHeader header = FrameHeader.peek(bytes, FrameHeader.AMQP, bytes.readableBytes());
        if (header == null) {
            throw ProtocolException.decode("the header is not complete");
        }
        ByteBuf body = bytes.slice(bytes.readerIndex() + header.bodyOffset(), header.size() - header.bodyOffset());
        String what = body.isReadable() ? String.valueOf(PerformativeReader.read(body)) : "(heartbeat)";
        String payload = body.isReadable() ? " " + shown(body) : "";
        log.accept(broker + " " + direction + " [" + header.channel() + "] " + what + payload);
        bytes.skipBytes(header.size());
    }

    private String shown(ByteBuf bytes) {
        int count = Math.min(bytes.readableBytes(), payloadMax);
        String rest = count < bytes.readableBytes() ? "..." : "";
        return "(" + bytes.readableBytes() + ") " + ByteBufUtil.hexDump(bytes, bytes.readerIndex(), count) + rest;
    }
}
