package io.carrick.amqp.link;

import io.carrick.broker.Outcome;
import java.util.Date;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Translates AMQP's outcomes (part 3, section 3.4) for the broker. */
final class DeliveryStates {
    private static final Symbol DELIVERY_TIME = Symbol.valueOf("x-opt-delivery-time");
    private static final Symbol DELIVERY_DELAY = Symbol.valueOf("x-opt-delivery-delay");

    private DeliveryStates() {}

    /**
     * The broker's outcome.
     *
     * @param wallMillis now, since the epoch
     * @return null if {@code state} is no outcome
     */
    static Outcome outcome(Object state, long wallMillis) {
        if (state instanceof Accepted) {
            return Outcome.ACCEPTED;
        }
        if (state instanceof Released) {
            return Outcome.RELEASED;
        }
        if (state instanceof Rejected rejected) {
            return rejected(rejected.getError());
        }
        return state instanceof Modified modified ? modified(modified, wallMillis) : null;
    }

    private static Outcome rejected(ErrorCondition error) {
        return error == null
                ? new Outcome.Rejected(null, null)
                : new Outcome.Rejected(
                        error.getCondition() == null
                                ? null
                                : error.getCondition().toString(),
                        error.getDescription());
    }

    private static Outcome modified(Modified modified, long wallMillis) {
        return new Outcome.Modified(
                Boolean.TRUE.equals(modified.getDeliveryFailed()),
                Boolean.TRUE.equals(modified.getUndeliverableHere()),
                deliverAt(modified.getMessageAnnotations(), wallMillis));
    }

    private static long deliverAt(Map<?, ?> annotations, long wallMillis) {
        if (annotations == null) {
            return 0;
        }
        Object time = annotations.get(DELIVERY_TIME);
        if (time instanceof Date date) {
            return Math.max(0, date.getTime());
        }
        if (time instanceof Number number) {
            return Math.max(0, number.longValue());
        }
        return annotations.get(DELIVERY_DELAY) instanceof Number delay
                ? wallMillis + Math.max(0, delay.longValue())
                : 0;
    }
}
