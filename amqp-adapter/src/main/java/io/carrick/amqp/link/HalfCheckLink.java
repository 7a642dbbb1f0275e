package io.carrick.amqp.link;

import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.amqp.message.ErrorConditions;
import io.carrick.amqp.message.MessageEncoder;
import io.carrick.broker.BrokerError;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfCheckEvents;
import io.carrick.broker.HalfChecker;
import io.carrick.broker.Message;
import io.carrick.broker.Reply;
import io.carrick.transactions.LocalTransaction;
import io.carrick.transactions.TransactionException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Received;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/**
 * A link from node {@code $half-check/group}: each delivery is a half message whose outcome the group is asked for, and
 * its disposition is the answer: accepted commits, rejected rolls back, released and modified do not know.
 */
final class HalfCheckLink implements SendingLinkHandler, HalfCheckEvents, LinkClaims.Holder {
    private final LinkContext context;
    private final SendingLink link;
    private final Source source;
    private final String group;
    private final LinkClaims.Key key;
    /** Asked by the broker, not sent yet. */
    private final ArrayDeque<HalfCheck> pending = new ArrayDeque<>();

    private HalfChecker checker;
    private boolean gone;
    private long asked;
    private long limit;
    private boolean draining;
    private boolean drained;

    HalfCheckLink(LinkContext context, SendingLink link, Source source, String group) {
        this.context = context;
        this.link = link;
        this.source = source;
        this.group = group;
        key = context.key(link);
    }

    /** Joins the group and answers the attach. */
    void open() {
        if (gone) {
            return;
        }
        if (link.remoteAttach().getSndSettleMode() == SenderSettleMode.SETTLED) {
            refuse(new BrokerError(
                    BrokerError.Code.NOT_ALLOWED,
                    "settled deliveries of " + source.getAddress() + " could not be answered"));
            return;
        }
        context.broker().halfMessages().openChecker(group, this, Reply.of(this::opened, this::refuse));
    }

    private void refuse(BrokerError error) {
        gone = true;
        context.claims().release(key, this);
        link.refuse(Errors.of(error));
    }

    private void opened(HalfChecker opened) {
        checker = opened;
        if (gone) {
            checker.close();
            return;
        }
        Source applied = new Source();
        applied.setAddress(source.getAddress());
        applied.setCapabilities(source.getCapabilities());
        applied.setDefaultOutcome(source.getDefaultOutcome());
        applied.setOutcomes(source.getOutcomes());
        Attach reply = new Attach();
        reply.setSource(applied);
        reply.setTarget(link.remoteAttach().getTarget());
        link.attach(reply);
    }

    // --- questions

    @Override
    public void flow() {
        if (gone) {
            return;
        }
        while (pending.size() > link.credit()) {
            checker.giveBack(pending.pollLast());
        }
        draining = link.drain();
        drained = false;
        askForChecks();
    }

    private void askForChecks() {
        limit = asked - pending.size() + link.credit();
        checker.credit(limit, draining);
    }

    @Override
    public void check(HalfCheck check) {
        if (!gone) {
            asked++;
            pending.add(check);
            sendPending();
        }
    }

    @Override
    public void sendable() {
        sendPending();
        answerDrain();
    }

    private void sendPending() {
        while (!pending.isEmpty() && link.ready() && !gone) {
            send(pending.poll());
        }
    }

    private void send(HalfCheck check) {
        try {
            Message message = check.message();
            link.send(new MessagePayload(head(check, message), message), false, null, check);
        } catch (UncheckedIOException e) {
            // It was decided, or copied to another place, meanwhile; if it is rotten, the next read says so again.
            checker.giveBack(check);
            askForChecks();
        }
    }

    private byte[] head(HalfCheck check, Message message) {
        ByteBuf head = Unpooled.buffer();
        MessageEncoder.writeHeader(head, message, check.checks(), check.checks() == 0, context.wallMillis());
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put(HalfNodes.ID, check.id());
        annotations.put(HalfNodes.GROUP, check.group());
        annotations.put(HalfNodes.CHECKS, check.checks());
        annotations.put(HalfNodes.BORN, check.bornMillis());
        annotations.put(HalfNodes.MESSAGES, check.messages());
        MessageEncoder.writeDeliveryAnnotations(head, annotations);
        return ByteBufUtil.getBytes(head);
    }

    @Override
    public void failed(OutgoingDelivery delivery, UncheckedIOException cause) {
        checker.giveBack((HalfCheck) delivery.context());
        if (!gone) {
            askForChecks();
        }
    }

    @Override
    public void drained(long upTo) {
        if (gone) {
            return;
        }
        asked = Math.max(asked, upTo);
        if (upTo == limit && draining) {
            drained = true;
            answerDrain();
        } else {
            askForChecks();
        }
    }

    private void answerDrain() {
        if (drained && pending.isEmpty() && !link.sending()) {
            drained = false;
            draining = false;
            link.drained();
        }
    }

    // --- answers

    @Override
    public void disposed(OutgoingDelivery delivery, DeliveryState state, boolean settled) {
        HalfCheck check = (HalfCheck) delivery.context();
        if (state instanceof TransactionalState transactional) {
            enlist(delivery, check, transactional, settled);
        } else if (state != null && !(state instanceof Received)) {
            answer(delivery, check, state, settled);
        } else if (settled) {
            HalfAnswer byDefault = answer(source.getDefaultOutcome());
            checker.answer(check, byDefault == null ? HalfAnswer.UNKNOWN : byDefault, null);
        }
    }

    private void answer(OutgoingDelivery delivery, HalfCheck check, DeliveryState state, boolean settled) {
        HalfAnswer answer = answer(state);
        if (answer == null) {
            end(Errors.of(ErrorConditions.NOT_IMPLEMENTED, "a check-back cannot be answered with " + state));
            return;
        }
        checker.answer(
                check,
                answer,
                settled
                        ? null
                        : Reply.of(done -> delivery.settle(state), error -> {
                            Rejected overruled = new Rejected();
                            overruled.setError(Errors.of(error));
                            delivery.settle(overruled);
                        }));
    }

    private void enlist(OutgoingDelivery delivery, HalfCheck check, TransactionalState state, boolean settled) {
        LocalTransaction transaction;
        try {
            transaction = context.transactions().find(Transactions.id(state.getTxnId()));
        } catch (TransactionException e) {
            end(Errors.of(e.error()));
            return;
        }
        HalfAnswer answer = answer(state.getOutcome());
        if (answer == null) {
            end(Errors.of(ErrorConditions.NOT_IMPLEMENTED, "a check-back cannot be answered with " + state));
            return;
        }
        checker.enlist(check, answer, transaction.work());
        if (!settled) {
            context.enlistments().add(transaction, delivery, (DeliveryState) state.getOutcome());
        }
    }

    /** Null if it is no outcome. */
    private static HalfAnswer answer(Object state) {
        if (state instanceof Accepted) {
            return HalfAnswer.COMMIT;
        }
        if (state instanceof Rejected) {
            return HalfAnswer.ROLLBACK;
        }
        return state instanceof Released || state instanceof Modified ? HalfAnswer.UNKNOWN : null;
    }

    // --- the end

    private void end(ErrorCondition error) {
        if (!gone) {
            leave();
            link.detach(true, error);
        }
    }

    private void leave() {
        gone = true;
        pending.clear();
        context.claims().release(key, this);
        if (checker != null) {
            checker.close();
        }
    }

    @Override
    public void detached(boolean closed) {
        if (!gone) {
            leave();
        }
        link.detach(closed, null);
    }

    @Override
    public Executor loop() {
        return context.loop();
    }

    @Override
    public void stolen(Runnable released) {
        end(Errors.of(LinkError.STOLEN, "the link was attached elsewhere"));
        released.run();
    }
}
