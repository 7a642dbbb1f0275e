package io.carrick.jms.amqp;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.codec.GlobalXid;
import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.Payload;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.TxnCapability;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/**
 * The link to the broker's transaction coordinator (AMQP 1.0, part 4, section 4.1), one for each session. Together with
 * the end of a transaction it declares the next one, so that a session that works through transactions waits once for
 * each.
 */
final class Coordinator extends SendingWireLink {
    /** Offered by a coordinator that answers a repeated discharge with the true outcome of the transaction. */
    static final Symbol KNOWN_OUTCOMES = Symbol.valueOf("carrick:known-outcomes");

    /** A transaction declared ahead is given up after this time: the broker's time-out has been running since. */
    private static final long SPARE_MAX_MILLIS = 2_000;

    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private Declaration spare;
    private boolean carrick;
    private boolean distributed;

    /** Something asked of the coordinator, and who hears the answer: at most one of the two. */
    private record Request(Declaration declaration, AmqpTransaction discharged, byte[] message) {}

    Coordinator(AmqpSession session, String name) {
        super(session, name, "transaction coordinator");
    }

    /** Whether it answers as only Carrick does. */
    boolean isCarrick() {
        return carrick;
    }

    /** Whether it takes branches of distributed transactions. */
    boolean isDistributed() {
        return distributed;
    }

    /** Begins work in a branch, which does not end with this link. */
    Declaration declareBranch(GlobalXid xid) {
        Declare declare = new Declare();
        declare.setGlobalId(xid);
        Declaration declaration = new Declaration();
        submit(new Request(declaration, null, ControlMessage.ofValue(declare)));
        return declaration;
    }

    /** Declares a transaction, or hands out the one that was declared ahead. */
    Declaration declare() {
        Declaration ahead = spare;
        spare = null;
        if (ahead != null && ahead.failure() == null) {
            if (!ahead.isOlderThan(SPARE_MAX_MILLIS)) {
                return ahead;
            }
            abandon(ahead);
        }
        return ask();
    }

    private Declaration ask() {
        Declaration declaration = new Declaration();
        submit(new Request(declaration, null, CoordinatorMessages.declare()));
        return declaration;
    }

    /** Nobody wants the transaction: the broker must not keep it open. */
    void abandon(Declaration declaration) {
        declaration.whenDone(() -> {
            if (declaration.id() != null) {
                submit(new Request(null, null, CoordinatorMessages.discharge(declaration.id(), true)));
            }
        });
    }

    /** Ends a transaction. */
    void discharge(AmqpTransaction transaction, boolean fail) {
        session().flushSettlements();
        Binary id = transaction.declaration().id();
        submit(new Request(null, transaction, CoordinatorMessages.discharge(id, fail)));
        if (spare == null && ending() == null) {
            spare = ask();
        }
    }

    private void submit(Request request) {
        JMSException ended = ending();
        if (ended != null) {
            fail(request, ended);
        } else {
            waiting.add(request);
            pump();
        }
    }

    @Override
    void pump() {
        while (!waiting.isEmpty() && isAttached() && link().ready()) {
            Request next = waiting.remove();
            link().send(Payload.of(next.message()), false, null, next);
        }
    }

    @Override
    public void disposed(OutgoingDelivery delivery, DeliveryState state, boolean settled) {
        if (state == null && !settled) {
            return;
        }
        delivery.settle(state);
        Request request = (Request) delivery.context();
        if (request.declaration() != null) {
            declared(request.declaration(), state);
        } else if (request.discharged() != null) {
            request.discharged().discharged(failure("The transaction was rolled back", state));
        }
    }

    private static void declared(Declaration declaration, DeliveryState state) {
        if (state instanceof Declared declared && isId(declared.getTxnId())) {
            Binary given = declared.getTxnId();
            int from = given.getArrayOffset();
            declaration.declared(new Binary(Arrays.copyOfRange(given.getArray(), from, from + given.getLength())));
        } else {
            declaration.failed(failure("A transaction could not be declared", state));
        }
    }

    private static boolean isId(Binary id) {
        return id != null && id.getLength() > 0 && id.getLength() <= CoordinatorMessages.ID_BYTES_MAX;
    }

    private static JMSException failure(String what, DeliveryState state) {
        if (state instanceof Accepted) {
            return null;
        }
        return state instanceof Rejected rejected
                ? Failures.of(what, rejected.getError())
                : new JMSException(what + ": the coordinator has answered " + state);
    }

    private static void fail(Request request, JMSException cause) {
        if (request.declaration() != null) {
            request.declaration().failed(cause);
        } else if (request.discharged() != null) {
            request.discharged()
                    .discharged(Failures.rolledBack("the coordinator is gone: " + cause.getMessage(), cause));
        }
    }

    @Override
    void describe(Attach attach) {
        org.apache.qpid.proton.amqp.transaction.Coordinator target =
                new org.apache.qpid.proton.amqp.transaction.Coordinator();
        target.setCapabilities(TxnCapability.LOCAL_TXN);
        attach.setTarget(target);
        attach.setSndSettleMode(SenderSettleMode.UNSETTLED);
    }

    @Override
    void onAttached(Attach answer) {
        List<Symbol> offered =
                answer.getTarget() instanceof org.apache.qpid.proton.amqp.transaction.Coordinator coordinator
                                && coordinator.getCapabilities() != null
                        ? List.of(coordinator.getCapabilities())
                        : List.of();
        carrick = offered.contains(KNOWN_OUTCOMES);
        distributed = offered.contains(TxnCapability.DISTRIBUTED_TXN);
        for (AmqpTransaction transaction : session().inDoubt()) {
            resolve(transaction);
        }
        pump();
    }

    /** Commits once more: a coordinator that remembers what it did says so. */
    private void resolve(AmqpTransaction transaction) {
        if (carrick) {
            Binary id = transaction.declaration().id();
            submit(new Request(null, transaction, CoordinatorMessages.discharge(id, false)));
        } else {
            transaction.discharged(new JMSException(
                    "The outcome of a commit is unknown: the connection was lost before the answer, and the broker keeps"
                            + " no outcomes",
                    Failures.CONNECTION_LOST));
        }
    }

    @Override
    void onInterrupted(List<OutgoingDelivery> unsettled) {
        spare = null;
        waiting.clear();
    }

    @Override
    void onEnded(JMSException cause) {
        JMSException why = cause != null ? cause : ending();
        List<Request> open = new ArrayList<>(waiting);
        waiting.clear();
        takeUnsettled().forEach(delivery -> open.add((Request) delivery.context()));
        session().coordinatorLost(this, why);
        // Discharges are the session's concern: some may be done although nobody has said so.
        open.stream().filter(request -> request.declaration() != null).forEach(request -> fail(request, why));
    }
}
