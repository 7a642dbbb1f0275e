package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.SaslFailure;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** What all mechanisms share: the order of calls, the empty first challenge, failures as steps. */
abstract class ServerExchange implements SaslExchange {
    private static final byte[] EMPTY = {};
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");

    private final String mechanism;
    private State state = State.FRESH;

    private enum State {
        FRESH,
        CHALLENGED,
        OVER
    }

    ServerExchange(String mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    public final String mechanism() {
        return mechanism;
    }

    @Override
    public boolean slow() {
        return false;
    }

    @Override
    public final SaslStep start(byte[] initialResponse) {
        if (state != State.FRESH) {
            return over("started twice");
        }
        if (initialResponse == null && needsResponse()) {
            state = State.CHALLENGED;
            return new SaslStep.Challenge(EMPTY); // RFC 4422, section 5, point 2
        }
        return take(initialResponse == null ? EMPTY : initialResponse);
    }

    @Override
    public final SaslStep respond(byte[] response) {
        if (state != State.CHALLENGED) {
            return over("response without challenge");
        }
        return take(response == null ? EMPTY : response);
    }

    /** Whether the mechanism cannot do without an initial response. */
    abstract boolean needsResponse();

    /** Takes one message of the client. */
    abstract SaslStep evaluate(byte[] response) throws SaslFailure;

    private SaslStep take(byte[] response) {
        SaslStep step;
        try {
            step = evaluate(response);
        } catch (SaslFailure e) {
            step = new SaslStep.Failed(
                    SaslOutcome.AUTH, UNPRINTABLE.matcher(e.getMessage()).replaceAll("?"));
        } catch (UncheckedIOException e) {
            step = new SaslStep.Failed(SaslOutcome.SYS_TEMP, "users cannot be looked up: " + e.getMessage());
        }
        state = step instanceof SaslStep.Challenge ? State.CHALLENGED : State.OVER;
        return step;
    }

    private SaslStep over(String reason) {
        state = State.OVER;
        return new SaslStep.Failed(SaslOutcome.AUTH, reason);
    }
}
