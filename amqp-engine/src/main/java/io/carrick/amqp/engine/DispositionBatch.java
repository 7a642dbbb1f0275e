package io.carrick.amqp.engine;

import io.carrick.amqp.codec.DispositionFrame;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** Joins dispositions of consecutive deliveries with equal states into one frame (part 2, section 2.6.12). */
final class DispositionBatch {
    private final boolean fromReceiver;
    private final Consumer<DispositionFrame> sink;
    private boolean pending;
    private int first;
    private int last;
    private boolean settled;
    private DeliveryState state;

    DispositionBatch(boolean fromReceiver, Consumer<DispositionFrame> sink) {
        this.fromReceiver = fromReceiver;
        this.sink = sink;
    }

    void add(int id, DeliveryState newState, boolean newSettled) {
        if (pending && id == last + 1 && settled == newSettled && equal(state, newState)) {
            last = id;
            return;
        }
        flush();
        pending = true;
        first = id;
        last = id;
        state = newState;
        settled = newSettled;
    }

    void flush() {
        if (pending) {
            pending = false;
            sink.accept(new DispositionFrame(
                    fromReceiver, SerialNumber.unsigned(first), SerialNumber.unsigned(last), settled, state));
            state = null;
        }
    }

    private static boolean equal(DeliveryState a, DeliveryState b) {
        if (a == b || (a instanceof Accepted && b instanceof Accepted)) {
            return true;
        }
        if (a instanceof TransactionalState x && b instanceof TransactionalState y) {
            return Objects.equals(x.getTxnId(), y.getTxnId())
                    && x.getOutcome() instanceof DeliveryState outcome
                    && y.getOutcome() instanceof DeliveryState other
                    && equal(outcome, other);
        }
        return a instanceof Released && b instanceof Released;
    }
}
