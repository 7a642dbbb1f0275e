package io.carrick.jms.amqp;

import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.PartialMessage;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.carrick.amqp.engine.Session;
import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireTransaction;
import io.netty.buffer.ByteBuf;
import jakarta.jms.JMSException;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/** A link to receive over. */
final class AmqpReceiver extends WireLink implements WireReceiver, ReceivingLinkHandler {
    private final ReceiverOptions options;
    private final String name;
    private final Runnable nameRelease;
    private final DeliverySink sink;
    private ReceivingLink link;
    private PartialMessage partial;
    private boolean drainAsked;
    private boolean closeAsked;
    /** Settlements that wait for the ids of their transactions. */
    private int settling;
    /** Counts the attachments; odd while there is one. */
    private volatile int attachment;

    AmqpReceiver(AmqpSession session, SubscriptionNames.Reserved name, ReceiverOptions options, DeliverySink sink) {
        super(session, "receiver of '" + options.source().address() + "'");
        this.name = name.name();
        nameRelease = name.release();
        this.options = options;
        this.sink = sink;
    }

    /** Whether what came over that attachment can still be settled. Any thread. */
    boolean isCurrent(int of) {
        return attachment == of;
    }

    @Override
    public void credit(int more) {
        int seen = attachment;
        session().connection().hand(() -> {
            if (isCurrent(seen) && link.attached()) {
                // What was given back in front of it must not be overtaken by what the credit brings.
                session().flushSettlements();
                link.grant(link.credit() + more);
            }
        });
    }

    @Override
    public void drain() {
        int seen = attachment;
        session().connection().hand(() -> {
            if (isCurrent(seen) && link.attached()) {
                drainAsked = true;
                link.drain();
            } else if (ending() == null) {
                sink.drained();
            }
        });
    }

    @Override
    public void settle(InboundDelivery delivery, Settlement settlement, WireTransaction transaction) {
        ReceivedDelivery received = (ReceivedDelivery) delivery;
        if (received.settle(settlement, (AmqpTransaction) transaction)) {
            session().connection().hand(received);
        }
    }

    @Override
    public void close() throws JMSException {
        session().closeLink(this, endsTerminus());
    }

    @Override
    public void beginClose(Runnable closed) {
        session().connection().hand(() -> {
            requestClose(endsTerminus());
            closing().whenDone(closed);
        });
    }

    /** Whether the broker forgets what the link stood for; a durable subscription outlives its links. */
    private boolean endsTerminus() {
        return options.subscription() == null || !options.subscription().durable();
    }

    /** Settlements handed over before, which may wait for the id of their transaction, go before the link does. */
    @Override
    void requestClose(boolean forGood) {
        closeAsked = true;
        closeIfSettled();
    }

    private void closeIfSettled() {
        if (closeAsked && settling == 0) {
            close(endsTerminus());
        }
    }

    /** A settlement within a transaction is under way; {@link #settlingDone} follows. I/O thread. */
    void settlingBegun() {
        settling++;
    }

    /** It is on the wire, or has come to nothing. I/O thread. */
    void settlingDone() {
        settling--;
        closeIfSettled();
    }

    @Override
    Link attach(Session over) {
        Attach attach = new Attach();
        attach.setName(name);
        boolean ofClient = session().connection().identity().ofClient();
        attach.setSource(
                Termini.source(options, session().connection().temporaries().current(options.source()), ofClient));
        attach.setTarget(new Target());
        attach.setSndSettleMode(options.mode() == Mode.SETTLE ? SenderSettleMode.UNSETTLED : SenderSettleMode.SETTLED);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        long sizeMax = session().connection().messageSizeMax();
        if (sizeMax > 0) {
            attach.setMaxMessageSize(UnsignedLong.valueOf(sizeMax));
        }
        link = over.attachReceiver(attach, this);
        return link;
    }

    @Override
    JMSException objection(Attach answer) {
        boolean filtered = options.selector() == null
                || answer.getSource() instanceof Source source && Termini.appliesSelector(source);
        return filtered ? null : new JMSException("The broker does not apply the selector of a " + what());
    }

    @Override
    JMSException refusal(String tried, ErrorCondition error) {
        return Failures.ofSelector(tried, options.selector(), error);
    }

    @Override
    void onAttached(Attach answer) {
        boolean again = attachment > 0;
        attachment++;
        if (again) {
            sink.restored();
        }
    }

    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        if (!more && partial == null) {
            byte[] encoded = new byte[payload.readableBytes()];
            payload.readBytes(encoded);
            deliver(delivery, encoded);
            return;
        }
        if (partial == null) {
            partial = new PartialMessage();
        }
        partial.add(payload);
        if (!more) {
            byte[] encoded = partial.toArray();
            partial = null;
            deliver(delivery, encoded);
        }
    }

    private void deliver(IncomingDelivery delivery, byte[] encoded) {
        sink.delivered(new ReceivedDelivery(this, delivery, attachment, encoded));
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        partial = null;
    }

    @Override
    public void drained() {
        if (drainAsked) {
            drainAsked = false;
            sink.drained();
        }
    }

    @Override
    void onClosing() {
        leave();
    }

    @Override
    void onInterrupted() {
        boolean wasAttached = attachment % 2 == 1;
        leave();
        if (wasAttached) {
            sink.interrupted();
        }
    }

    private void leave() {
        partial = null;
        drainAsked = false;
        if (attachment % 2 == 1) {
            attachment++;
        }
    }

    @Override
    void onEnded(JMSException cause) {
        leave();
        nameRelease.run();
        if (cause != null && opening().isDone()) {
            sink.closed(cause);
        }
    }
}
