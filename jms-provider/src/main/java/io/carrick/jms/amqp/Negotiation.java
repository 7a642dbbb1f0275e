package io.carrick.jms.amqp;

import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.engine.Output;
import io.carrick.jms.sasl.SaslChannel;
import io.carrick.jms.sasl.SaslExchange;
import io.carrick.jms.sasl.SaslNegotiator;
import io.netty.buffer.ByteBuf;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.Arrays;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslFrameBody;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslMechanisms;
import org.apache.qpid.proton.amqp.security.SaslOutcome;
import org.apache.qpid.proton.amqp.security.SaslResponse;

/**
 * What comes before the open: protocol headers (AMQP 1.0, part 2, section 2.2) and the SASL layer (part 5, section
 * 5.3). Knows no socket; used by one thread at a time.
 */
final class Negotiation {
    private static final long AMQP_HEADER = 0x414d515000010000L;
    private static final long SASL_HEADER = 0x414d515003010000L;
    private static final int HEADER_BYTES = 8;
    /** Section 5.3.2 allows 512; challenges of some mechanisms are longer. */
    private static final int SASL_FRAME_SIZE_MAX = 4096;

    private final SaslNegotiator sasl;
    private final SaslChannel channel;
    private final Output output;
    private final Events events;
    private State state = State.NEW;
    private SaslExchange exchange;

    private enum State {
        NEW,
        SASL_HEADER,
        MECHANISMS,
        CHALLENGE,
        /** A slow answer is worked out elsewhere. */
        WORKING,
        AMQP_HEADER,
        DONE,
        FAILED
    }

    /** What the negotiation tells. */
    interface Events {
        /** Runs {@code slow} elsewhere and then {@code after} on the connection's thread. */
        void elsewhere(Runnable slow, Runnable after);

        /** The open is next. */
        void negotiated();

        /** The socket is of no use. */
        void failed(JMSException cause);
    }

    /**
     * A negotiation.
     *
     * @param sasl null to go without SASL layer
     */
    Negotiation(SaslNegotiator sasl, SaslChannel channel, Output output, Events events) {
        this.sasl = sasl;
        this.channel = channel;
        this.output = output;
        this.events = events;
    }

    /** Sends the first header. */
    void start() {
        sendHeader(sasl == null ? State.AMQP_HEADER : State.SASL_HEADER);
    }

    private void sendHeader(State next) {
        output.buffer(HEADER_BYTES).writeLong(next == State.SASL_HEADER ? SASL_HEADER : AMQP_HEADER);
        state = next;
    }

    /** Handles what is complete at the reader index; stops in front of the broker's open. */
    void receive(ByteBuf in) {
        try {
            while (proceed(in)) {}
        } catch (ProtocolException e) {
            fail(new JMSException("The broker breaks the protocol: " + e.getMessage()));
        } catch (JMSSecurityException e) {
            fail(e);
        }
        if (state == State.FAILED) {
            in.skipBytes(in.readableBytes());
        }
    }

    private boolean proceed(ByteBuf in) throws ProtocolException, JMSSecurityException {
        return switch (state) {
            case SASL_HEADER -> header(in, SASL_HEADER, State.MECHANISMS);
            case MECHANISMS, CHALLENGE -> frame(in);
            case AMQP_HEADER -> header(in, AMQP_HEADER, State.DONE);
            default -> false;
        };
    }

    private boolean header(ByteBuf in, long expected, State next) {
        if (in.readableBytes() < HEADER_BYTES) {
            return false;
        }
        long header = in.readLong();
        if (header != expected) {
            fail(new JMSException(otherProtocol(header, expected)));
            return false;
        }
        state = next;
        if (next == State.DONE) {
            events.negotiated();
        }
        return true;
    }

    private static String otherProtocol(long header, long expected) {
        if (header == AMQP_HEADER) {
            return "The broker speaks no SASL; amqp.saslLayer=false goes without";
        }
        if (header == SASL_HEADER) {
            return "The broker wants clients to authenticate by SASL; amqp.saslLayer must not be false";
        }
        boolean amqp = header >>> 32 == expected >>> 32;
        return (amqp ? "The broker speaks another version of AMQP than 1.0" : "What answers does not speak AMQP")
                + ": its first bytes are " + String.format("%016x", header);
    }

    private boolean frame(ByteBuf in) throws ProtocolException, JMSSecurityException {
        FrameHeader header = FrameHeader.peek(in, FrameHeader.SASL, SASL_FRAME_SIZE_MAX);
        if (header == null || in.readableBytes() < header.size()) {
            return false;
        }
        ByteBuf body = in.readSlice(header.size()).skipBytes(header.bodyOffset());
        SaslFrameBody frame = PerformativeReader.readSasl(body);
        if (frame instanceof SaslMechanisms offer && state == State.MECHANISMS) {
            begin(offer);
        } else if (frame instanceof SaslChallenge challenge && state == State.CHALLENGE) {
            respond(bytes(challenge.getChallenge()));
        } else if (frame instanceof SaslOutcome outcome && state == State.CHALLENGE) {
            decide(outcome);
        } else {
            fail(new JMSException(
                    "The broker breaks the protocol: " + frame.getClass().getSimpleName() + " out of turn"));
        }
        return true;
    }

    private void begin(SaslMechanisms offer) throws JMSSecurityException {
        Symbol[] mechanisms = offer.getSaslServerMechanisms();
        List<String> offered = mechanisms == null
                ? List.of()
                : Arrays.stream(mechanisms).map(Symbol::toString).toList();
        exchange = sasl.begin(offered, channel);
        SaslInit init = new SaslInit();
        init.setMechanism(Symbol.valueOf(exchange.mechanism()));
        init.setHostname(channel.host());
        byte[] initial = exchange.initialResponse();
        init.setInitialResponse(initial == null ? null : new Binary(initial));
        write(init);
        state = State.CHALLENGE;
    }

    private void respond(byte[] challenge) throws JMSSecurityException {
        if (!exchange.isSlow()) {
            send(exchange.respond(challenge));
            return;
        }
        state = State.WORKING;
        Object[] result = new Object[1];
        events.elsewhere(() -> result[0] = tryRespond(challenge), () -> worked(result[0]));
    }

    private Object tryRespond(byte[] challenge) {
        try {
            return exchange.respond(challenge);
        } catch (JMSSecurityException e) {
            return e;
        }
    }

    private void worked(Object result) {
        if (state != State.WORKING) {
            return;
        }
        if (result instanceof JMSSecurityException e) {
            fail(e);
        } else {
            state = State.CHALLENGE;
            send((byte[]) result);
        }
    }

    private void send(byte[] answer) {
        SaslResponse response = new SaslResponse();
        response.setResponse(new Binary(answer == null ? new byte[0] : answer));
        write(response);
    }

    private void decide(SaslOutcome outcome) throws JMSSecurityException {
        if (outcome.getCode() == SaslCode.OK) {
            exchange.succeeded(bytes(outcome.getAdditionalData()));
            sendHeader(State.AMQP_HEADER);
        } else {
            fail(
                    exchange == null || outcome.getCode() == null
                            ? new JMSException("The broker breaks the protocol: SASL outcome without code")
                            : sasl.failure(outcome.getCode().getValue().intValue(), exchange));
        }
    }

    private void fail(JMSException cause) {
        state = State.FAILED;
        events.failed(cause);
    }

    private void write(SaslFrameBody body) {
        PerformativeWriter.writeSasl(output.buffer(SASL_FRAME_SIZE_MAX), body);
    }

    private static byte[] bytes(Binary binary) {
        if (binary == null) {
            return null;
        }
        int from = binary.getArrayOffset();
        return Arrays.copyOfRange(binary.getArray(), from, from + binary.getLength());
    }
}
