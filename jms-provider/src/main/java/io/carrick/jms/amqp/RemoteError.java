package io.carrick.jms.amqp;

import java.util.Map;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** An error as the broker told it (AMQP 1.0, part 2, section 2.8.14): the cause of the exceptions of JMS. */
public final class RemoteError extends Exception {
    private static final long serialVersionUID = 1L;

    private final String condition;
    private final transient Map<?, ?> info;

    RemoteError(ErrorCondition error) {
        super(error.getCondition() + ": " + error.getDescription(), null, false, false);
        condition = String.valueOf(error.getCondition());
        info = error.getInfo() == null ? Map.of() : error.getInfo();
    }

    /** The condition's symbol, as {@code amqp:not-found}. */
    public String condition() {
        return condition;
    }

    /** What the broker added, maybe nothing. */
    public Map<?, ?> info() {
        return info == null ? Map.of() : info;
    }
}
