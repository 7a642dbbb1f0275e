package io.carrick.amqp.link;

import io.carrick.amqp.codec.UnknownState;
import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.message.ErrorConditions;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Reply;
import io.carrick.transactions.LocalTransaction;
import io.carrick.transactions.TransactionException;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Applies what receivers say of their deliveries. */
final class Settlement {
    private final LinkContext context;

    Settlement(LinkContext context) {
        this.context = context;
    }

    void dispose(List<OutgoingDelivery> disposed, DeliveryState state, boolean settled) {
        List<OutgoingDelivery> deliveries = messages(disposed, state, settled);
        if (deliveries.isEmpty()) {
            return;
        }
        if (settled) {
            deliveries.forEach(delivery -> consumer(delivery).settled(delivery));
        }
        if (state == null || state instanceof Received) {
            if (settled) {
                settleByDefault(deliveries);
            }
        } else if (state instanceof TransactionalState transactional) {
            enlist(deliveries, transactional, settled);
        } else {
            settle(deliveries, state, settled);
        }
    }

    /** Those that are no check-backs: these are for their own links. */
    private static List<OutgoingDelivery> messages(
            List<OutgoingDelivery> disposed, DeliveryState state, boolean settled) {
        List<OutgoingDelivery> messages = disposed;
        for (int i = 0; i < disposed.size(); i++) {
            OutgoingDelivery delivery = disposed.get(i);
            if (delivery.link().application() instanceof HalfCheckLink checks) {
                if (messages == disposed) {
                    messages = new ArrayList<>(disposed);
                }
                messages.remove(delivery);
                checks.disposed(delivery, state, settled);
            }
        }
        return messages;
    }

    private static ConsumerLink consumer(OutgoingDelivery delivery) {
        return (ConsumerLink) delivery.link().application();
    }

    private void settle(List<OutgoingDelivery> deliveries, DeliveryState state, boolean settled) {
        Outcome outcome = DeliveryStates.outcome(state, context.wallMillis());
        if (outcome == null) {
            refuse(deliveries, unknownOutcome(state));
        } else {
            context.broker().settle(held(deliveries), outcome, settled ? null : settleWhenDurable(deliveries, state));
        }
    }

    private static Reply<Void> settleWhenDurable(List<OutgoingDelivery> deliveries, DeliveryState state) {
        return Reply.of(
                durable -> deliveries.forEach(delivery -> {
                    consumer(delivery).settled(delivery);
                    delivery.settle(state);
                }),
                error -> refuse(deliveries, Errors.of(error)));
    }

    /** Settled without an outcome: the source's default outcome counts (part 3, section 3.5.3). */
    private void settleByDefault(List<OutgoingDelivery> deliveries) {
        for (OutgoingDelivery delivery : deliveries) {
            Outcome outcome = DeliveryStates.outcome(consumer(delivery).defaultOutcome(), context.wallMillis());
            context.broker().settle(held(List.of(delivery)), outcome == null ? Outcome.RELEASED : outcome, null);
        }
    }

    private void enlist(List<OutgoingDelivery> deliveries, TransactionalState state, boolean settled) {
        LocalTransaction transaction;
        try {
            transaction = context.transactions().find(Transactions.id(state.getTxnId()));
        } catch (TransactionException e) {
            refuse(deliveries, Errors.of(e.error()));
            return;
        }
        if (state.getOutcome() == null && !settled) {
            return;
        }
        for (OutgoingDelivery delivery : deliveries) {
            enlist(transaction, delivery, state, settled);
        }
    }

    private void enlist(
            LocalTransaction transaction, OutgoingDelivery delivery, TransactionalState state, boolean settled) {
        Object wanted = state.getOutcome() == null ? consumer(delivery).defaultOutcome() : state.getOutcome();
        Outcome outcome = DeliveryStates.outcome(wanted, context.wallMillis());
        boolean settles = settled || transaction.isOfBranch();
        transaction.settle(held(List.of(delivery)), outcome == null ? Outcome.RELEASED : outcome, settles);
        if (!settled && transaction.isOfBranch()) {
            // Its outcome may come over another connection, or after a restart: the receiver need not wait for it.
            consumer(delivery).settled(delivery);
            delivery.settle(state);
        } else if (!settled && wanted instanceof DeliveryState plain) {
            context.enlistments().add(transaction, delivery, plain);
        }
    }

    private static ErrorCondition unknownOutcome(DeliveryState state) {
        return state instanceof UnknownState unknown
                ? Errors.of(ErrorConditions.NOT_IMPLEMENTED, "there is no outcome " + unknown.descriptor())
                : Errors.of(
                        ErrorConditions.INVALID_FIELD,
                        state.getClass().getSimpleName() + " is not a state that a receiver gives");
    }

    /** Detaches the links of the deliveries. */
    private static void refuse(List<OutgoingDelivery> deliveries, ErrorCondition error) {
        deliveries.forEach(delivery -> consumer(delivery).end(error));
    }

    private static List<Delivery> held(List<OutgoingDelivery> deliveries) {
        List<Delivery> held = new ArrayList<>(deliveries.size());
        for (OutgoingDelivery delivery : deliveries) {
            held.add((Delivery) delivery.context());
        }
        return held;
    }
}
