package io.carrick.amqp.link;

import io.carrick.amqp.message.ErrorConditions;
import io.carrick.broker.BrokerError;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Makes error conditions for clients. */
final class Errors {
    private Errors() {}

    static ErrorCondition of(Symbol condition, String description) {
        return new ErrorCondition(condition, description);
    }

    static ErrorCondition of(Symbol condition, String description, Map<Symbol, Object> info) {
        ErrorCondition error = new ErrorCondition(condition, description);
        error.setInfo(info);
        return error;
    }

    static ErrorCondition of(BrokerError error) {
        return ErrorConditions.of(error);
    }
}
