package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.amqp.engine.Session;
import io.carrick.jms.wire.DestinationKind;
import jakarta.jms.JMSException;
import java.security.SecureRandom;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/**
 * A temporary queue or topic: the link that created it, which keeps it. After a failover Carrick gives it the same
 * address again; if another broker gives it another one, the application's address stands for that.
 */
final class TemporaryDestination extends WireLink implements SendingLinkHandler {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 16;

    private final DestinationKind kind;
    private final String name;
    private final byte[] key = new byte[KEY_BYTES];
    private SendingLink link;
    private volatile String address;
    private String current;

    TemporaryDestination(AmqpSession session, String name, DestinationKind kind) {
        super(session, kind == DestinationKind.TEMPORARY_QUEUE ? "temporary queue" : "temporary topic");
        this.name = name;
        this.kind = kind;
        RANDOM.nextBytes(key);
    }

    /** The address that the application knows; null before the broker has given one. Any thread. */
    String address() {
        return address;
    }

    /** The address that the broker knows now. */
    String current() {
        return current;
    }

    @Override
    Link attach(Session over) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setSource(new Source());
        attach.setTarget(Termini.dynamic(kind, key));
        attach.setSndSettleMode(SenderSettleMode.MIXED);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        link = over.attachSender(attach, this);
        return link;
    }

    @Override
    JMSException objection(Attach answer) {
        boolean named = answer.getTarget() instanceof Target target && target.getAddress() != null;
        return named ? null : new JMSException("The broker has given a " + what() + " no address");
    }

    @Override
    void onAttached(Attach answer) {
        current = ((Target) answer.getTarget()).getAddress();
        if (address == null) {
            address = current;
        }
        session().connection().temporaries().created(this);
    }

    @Override
    public void flow() {
        if (link.drain()) {
            link.drained();
        }
    }

    @Override
    public void sendable() {
        // Nothing is sent over it.
    }

    @Override
    void onInterrupted() {
        link = null;
    }

    @Override
    void onEnded(JMSException cause) {
        session().connection().temporaries().deleted(this);
    }
}
