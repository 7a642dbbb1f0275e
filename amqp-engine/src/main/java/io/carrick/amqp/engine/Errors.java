package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Makes error conditions. */
final class Errors {
    /** A description must fit into the smallest frame together with what is around it. */
    private static final int DESCRIPTION_CHARS_MAX = 300;

    private Errors() {}

    static ErrorCondition of(Symbol condition, String description) {
        return new ErrorCondition(condition, description);
    }

    /** The same error with a description of bounded length; null for null. */
    static ErrorCondition bounded(ErrorCondition error) {
        if (error == null
                || error.getDescription() == null
                || error.getDescription().length() <= DESCRIPTION_CHARS_MAX) {
            return error;
        }
        ErrorCondition shorter =
                new ErrorCondition(error.getCondition(), error.getDescription().substring(0, DESCRIPTION_CHARS_MAX));
        shorter.setInfo(error.getInfo());
        return shorter;
    }
}
