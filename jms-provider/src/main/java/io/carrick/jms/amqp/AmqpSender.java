package io.carrick.jms.amqp;

import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.SendCompletion;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/** A link to send over. Messages wait here for the link, its credit, and the id of their transaction, in order. */
final class AmqpSender extends SendingWireLink implements WireSender {
    private static final Symbol DELAYED_DELIVERY = Symbol.valueOf("DELAYED_DELIVERY");

    private final Target target;
    private final RepetitionMark repetitionMark;
    private final ArrayDeque<PendingSend> waiting = new ArrayDeque<>();
    private AmqpTransaction awaited;
    private int inFlight;
    private boolean closeAsked;
    private long messageSizeMax = Long.MAX_VALUE;
    private long sequence;

    /** @param target null for one whose every message names its own address */
    AmqpSender(AmqpSession session, String name, Target target) {
        super(session, name, target == null ? "sender without target" : "sender to '" + target.address() + "'");
        this.target = target;
        repetitionMark = session.connection().restores() ? new RepetitionMark(name) : null;
    }

    @Override
    public void send(OutboundMessage message, WireTransaction transaction, SendCompletion completion)
            throws JMSException {
        requireOpen();
        session().connection().waits().awaitRoom(message.encoded().length);
        session().connection().hand(new PendingSend(this, message, (AmqpTransaction) transaction, completion));
    }

    private void requireOpen() throws JMSException {
        JMSException ended = ending();
        if (ended != null) {
            throw ended;
        }
    }

    @Override
    public void close() throws JMSException {
        session().closeLink(this, true);
    }

    /** What was handed over before is sent, and answered, before the link goes. */
    @Override
    void requestClose(boolean forGood) {
        closeAsked = true;
        dropWithdrawn();
        detachIfDone();
    }

    private void detachIfDone() {
        if (closeAsked && inFlight == 0 && waiting.isEmpty()) {
            close(true);
        }
    }

    /** Takes a message from the application. */
    void enqueue(PendingSend send) {
        JMSException ended = ending();
        if (ended != null) {
            session().connection().budget().give(send.size());
            send.finish(ended);
            return;
        }
        if (send.transaction() != null) {
            send.transaction().workBegun();
        } else if (repetitionMark != null && !send.message().settled()) {
            send.mark(repetitionMark.of(sequence++));
        }
        dropWithdrawn();
        waiting.add(send);
        pump();
    }

    @Override
    void pump() {
        sendWaiting();
        detachIfDone();
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && isAttached()) {
            PendingSend next = waiting.peek();
            AmqpTransaction transaction = next.transaction();
            if (transaction != null && transaction.isDoomed()) {
                waiting.remove();
                drop(next);
            } else if (transaction != null && !transaction.isDeclared()) {
                await(transaction);
                return;
            } else if (next.remaining() > messageSizeMax) {
                waiting.remove();
                refuse(next);
            } else if (link().ready()) {
                waiting.remove();
                if (next.begin()) {
                    transmit(next);
                } else {
                    withdraw(next);
                }
            } else {
                return;
            }
        }
    }

    private void await(AmqpTransaction transaction) {
        if (awaited != transaction) {
            awaited = transaction;
            transaction.whenDeclared(this::pump);
        }
    }

    /** The transaction cannot be committed any more: what is sent in it does not matter. */
    private void drop(PendingSend send) {
        session().connection().budget().give(send.size());
        send.finish(null);
    }

    /** The first of those that wait was withdrawn: it must not keep room, nor a close, for credit that may never come. */
    private void dropWithdrawn() {
        while (!waiting.isEmpty() && waiting.peek().isWithdrawn()) {
            withdraw(waiting.remove());
        }
    }

    private void withdraw(PendingSend send) {
        session().connection().budget().give(send.size());
        send.finish(new JMSException("The message was withdrawn before it was sent"));
    }

    private void refuse(PendingSend send) {
        session().connection().budget().give(send.size());
        send.finish(new ResourceAllocationException(
                "A message of " + send.size() + " bytes is larger than the " + messageSizeMax
                        + " that the broker takes of a " + what(),
                "amqp:link:message-size-exceeded"));
    }

    private void transmit(PendingSend send) {
        AmqpTransaction transaction = send.transaction();
        boolean settled = transaction == null ? send.message().settled() : transaction.presettles();
        link().send(send, settled, transaction == null ? null : transaction.state(), send);
        if (settled) {
            send.finish(null);
        } else {
            inFlight++;
        }
    }

    /** The engine has no more use for the bytes. */
    void written(PendingSend send) {
        session().connection().budget().give(send.size());
    }

    @Override
    public void disposed(OutgoingDelivery delivery, DeliveryState state, boolean settled) {
        if (state == null && !settled || state instanceof org.apache.qpid.proton.amqp.messaging.Received) {
            return;
        }
        delivery.settle(state);
        inFlight--;
        ((PendingSend) delivery.context()).finish(PendingSend.failure(state, what()));
        detachIfDone();
    }

    @Override
    void describe(Attach attach) {
        attach.setTarget(
                target == null
                        ? Termini.target(null, null)
                        : Termini.target(session().connection().temporaries().current(target), target.kind()));
        attach.setSndSettleMode(SenderSettleMode.MIXED);
        attach.setDesiredCapabilities(DELAYED_DELIVERY);
    }

    @Override
    void onAttached(Attach answer) {
        long size = answer.getMaxMessageSize() == null
                ? 0
                : answer.getMaxMessageSize().longValue();
        messageSizeMax = size > 0 ? size : Long.MAX_VALUE;
        pump();
    }

    @Override
    void onClosing() {
        keepUnsettled();
    }

    /**
     * What was under way comes first again, unless it is sent once; the broker recognises what it has stored already.
     */
    @Override
    void onInterrupted(List<OutgoingDelivery> unsettled) {
        inFlight = 0;
        for (int i = unsettled.size() - 1; i >= 0; i--) {
            PendingSend send = (PendingSend) unsettled.get(i).context();
            if (send.message().once()) {
                send.finish(new JMSException(
                        "The connection was lost before the broker answered: what became of a message of a " + what()
                                + " is unknown, and it is not sent again",
                        Failures.CONNECTION_LOST));
            } else {
                session().connection().budget().takeAtOnce(send.size());
                waiting.addFirst(send);
            }
        }
        dropDoomed();
    }

    /** What belongs to transactions that cannot be committed any more needs no sending. */
    void dropDoomed() {
        waiting.removeIf(send -> {
            boolean doomed = send.transaction() != null && send.transaction().isDoomed();
            if (doomed) {
                drop(send);
            }
            return doomed;
        });
    }

    @Override
    void onEnded(JMSException cause) {
        JMSException why = cause != null ? cause : ending();
        List<OutgoingDelivery> open = takeUnsettled();
        if (cause != null) {
            session().senderLost(cause);
        }
        for (OutgoingDelivery delivery : open) {
            ((PendingSend) delivery.context()).finish(why);
        }
        PendingSend next;
        while ((next = waiting.poll()) != null) {
            session().connection().budget().give(next.size());
            next.finish(why);
        }
    }
}
