package io.carrick.amqp.transport;

import io.carrick.amqp.codec.FrameHeader;
import io.carrick.amqp.codec.PerformativeReader;
import io.carrick.amqp.codec.PerformativeWriter;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.engine.Output;
import io.carrick.amqp.sasl.SaslExchange;
import io.carrick.amqp.sasl.SaslMechanisms;
import io.carrick.amqp.sasl.SaslOutcome;
import io.carrick.amqp.sasl.SaslStep;
import io.carrick.broker.Identity;
import io.netty.buffer.ByteBuf;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.security.SaslFrameBody;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.security.SaslResponse;

/**
 * What comes before the open: protocol headers (part 2, section 2.2) and the SASL layer (part 5, section 5.3). Knows no
 * socket; used by one thread at a time.
 */
final class Negotiation {
    /** Section 5.3.2 allows 512; tokens as passwords are longer. */
    private static final int SASL_FRAME_SIZE_MAX = 4096;

    private final SaslMechanisms mechanisms;
    private final boolean bareAllowed;
    private final Optional<X509Certificate> certificate;
    private final Output output;
    private final Events events;
    private State state = State.HEADER;
    private SaslExchange exchange;
    private Identity identity;

    private enum State {
        HEADER,
        SASL_INIT,
        SASL_RESPONSE,
        /** A slow mechanism works elsewhere. */
        SASL_WORKING,
        HEADER_AFTER_SASL,
        DONE,
        FAILED
    }

    /** What the negotiation tells. */
    interface Events {
        /** Runs a step that takes long and hands its result to {@link Negotiation#answer} on the connection's thread. */
        void work(Supplier<SaslStep> step);

        /**
         * The open is next.
         *
         * @param identity null if the client came without SASL layer and is not allowed to
         */
        void negotiated(Identity identity);

        /** The client was refused, for the log. */
        void refused(String reason);
    }

    Negotiation(
            SaslMechanisms mechanisms,
            boolean bareAllowed,
            Optional<X509Certificate> certificate,
            Output output,
            Events events) {
        this.mechanisms = mechanisms;
        this.bareAllowed = bareAllowed;
        this.certificate = certificate;
        this.output = output;
        this.events = events;
    }

    /** Whether nothing more is read until {@link #answer}. */
    boolean paused() {
        return state == State.SASL_WORKING;
    }

    /** Handles what is complete at the reader index; stops before the open. */
    void receive(ByteBuf in) {
        try {
            while (proceed(in)) {}
        } catch (ProtocolException e) {
            fail(SaslOutcome.SYS_PERM, e.getMessage());
        }
        if (state == State.FAILED) {
            in.skipBytes(in.readableBytes());
        }
    }

    private boolean proceed(ByteBuf in) throws ProtocolException {
        return switch (state) {
            case HEADER, HEADER_AFTER_SASL -> receiveHeader(in);
            case SASL_INIT, SASL_RESPONSE -> receiveSasl(in);
            case SASL_WORKING, DONE, FAILED -> false;
        };
    }

    private boolean receiveHeader(ByteBuf in) {
        if (in.readableBytes() < ProtocolHeader.BYTES) {
            return false;
        }
        ProtocolHeader header = ProtocolHeader.of(in.readLong());
        boolean saslDone = state == State.HEADER_AFTER_SASL;
        if (header == ProtocolHeader.SASL && mechanisms != null && !saslDone) {
            offerMechanisms();
        } else if (header == ProtocolHeader.AMQP) {
            ProtocolHeader.AMQP.writeTo(output.buffer(ProtocolHeader.BYTES));
            state = State.DONE;
            events.negotiated(saslDone ? identity : bareIdentity());
        } else {
            refuseHeader(saslDone);
        }
        return true;
    }

    private Identity bareIdentity() {
        return mechanisms == null || bareAllowed ? Identity.ANONYMOUS : null;
    }

    /** Answers with the header that this side supports, and closes (section 2.2). */
    private void refuseHeader(boolean saslDone) {
        boolean sasl = mechanisms != null && !saslDone;
        (sasl ? ProtocolHeader.SASL : ProtocolHeader.AMQP).writeTo(output.buffer(ProtocolHeader.BYTES));
        state = State.FAILED;
        output.close();
        events.refused("unknown protocol header");
    }

    private void offerMechanisms() {
        ProtocolHeader.SASL.writeTo(output.buffer(ProtocolHeader.BYTES));
        org.apache.qpid.proton.amqp.security.SaslMechanisms offer =
                new org.apache.qpid.proton.amqp.security.SaslMechanisms();
        offer.setSaslServerMechanisms(
                mechanisms.offered(certificate).stream().map(Symbol::valueOf).toArray(Symbol[]::new));
        write(offer);
        state = State.SASL_INIT;
    }

    private boolean receiveSasl(ByteBuf in) throws ProtocolException {
        FrameHeader header = FrameHeader.peek(in, FrameHeader.SASL, SASL_FRAME_SIZE_MAX);
        if (header == null || in.readableBytes() < header.size()) {
            return false;
        }
        ByteBuf body = in.readSlice(header.size()).skipBytes(header.bodyOffset());
        SaslFrameBody frame = PerformativeReader.readSasl(body);
        if (state == State.SASL_INIT && frame instanceof SaslInit init) {
            begin(init);
        } else if (state == State.SASL_RESPONSE && frame instanceof SaslResponse response) {
            step(() -> exchange.respond(bytes(response.getResponse())));
        } else {
            fail(SaslOutcome.SYS_PERM, frame.getClass().getSimpleName() + " is not permitted now");
        }
        return true;
    }

    private void begin(SaslInit init) {
        String mechanism = String.valueOf(init.getMechanism());
        Optional<SaslExchange> begun = mechanisms.begin(mechanism, certificate);
        if (begun.isEmpty()) {
            fail(SaslOutcome.AUTH, "mechanism is not offered");
            return;
        }
        exchange = begun.get();
        step(() -> exchange.start(bytes(init.getInitialResponse())));
    }

    private void step(Supplier<SaslStep> step) {
        state = State.SASL_WORKING;
        if (exchange.slow()) {
            events.work(step);
        } else {
            answer(step.get());
        }
    }

    /** Tells the client the result of a step. */
    void answer(SaslStep step) {
        if (state != State.SASL_WORKING) {
            return;
        }
        if (step instanceof SaslStep.Challenge challenge) {
            SaslChallenge body = new SaslChallenge();
            body.setChallenge(new Binary(challenge.bytes()));
            write(body);
            state = State.SASL_RESPONSE;
        } else if (step instanceof SaslStep.Succeeded succeeded) {
            identity = succeeded.identity();
            writeOutcome(SaslOutcome.OK, succeeded.additionalBytes());
            state = State.HEADER_AFTER_SASL;
        } else if (step instanceof SaslStep.Failed failed) {
            fail(failed.outcome(), failed.reason());
        }
    }

    private void fail(SaslOutcome outcome, String reason) {
        if (state != State.HEADER) {
            writeOutcome(outcome, null);
        }
        state = State.FAILED;
        output.close();
        events.refused(reason);
    }

    private void writeOutcome(SaslOutcome outcome, byte[] additional) {
        org.apache.qpid.proton.amqp.security.SaslOutcome body = new org.apache.qpid.proton.amqp.security.SaslOutcome();
        body.setCode(SaslCode.valueOf(UnsignedByte.valueOf((byte) outcome.code())));
        if (additional != null) {
            body.setAdditionalData(new Binary(additional));
        }
        write(body);
    }

    private void write(SaslFrameBody body) {
        PerformativeWriter.writeSasl(output.buffer(SASL_FRAME_SIZE_MAX), body);
    }

    private static byte[] bytes(Binary binary) {
        if (binary == null) {
            return null;
        }
        byte[] copy = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), copy, 0, copy.length);
        return copy;
    }
}
