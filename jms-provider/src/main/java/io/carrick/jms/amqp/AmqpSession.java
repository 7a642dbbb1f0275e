package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Session;
import io.carrick.amqp.engine.SessionHandler;
import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.WireTransaction;
import io.carrick.jms.wire.XaWire;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** A session as the application wants it, over each socket; with its links and transactions. */
final class AmqpSession implements WireSession, SessionHandler {
    private final AmqpConnection connection;
    private final Answer<Void> opening = new Answer<>("the begin of a session");
    private final Answer<Void> closing = new Answer<>("the end of a session");
    private final Set<WireLink> links = new LinkedHashSet<>();
    private final Set<AmqpTransaction> transactions = new LinkedHashSet<>();
    private Coordinator coordinator;
    private Session engine;
    private boolean closeAsked;
    private JMSException ending;
    /** Which of the successive sessions of the engine is meant. */
    private int incarnation;

    AmqpSession(AmqpConnection connection) {
        this.connection = connection;
    }

    AmqpConnection connection() {
        return connection;
    }

    Answer<Void> opening() {
        return opening;
    }

    @Override
    public WireSender openSender(Target target) throws JMSException {
        if (target == null && !connection.broker().capabilities().contains(Opens.ANONYMOUS_RELAY.toString())) {
            return new RelaylessSender(this);
        }
        return open(() -> newSender(target));
    }

    AmqpSender newSender(Target target) {
        return new AmqpSender(this, connection.nextName("sender"), target);
    }

    @Override
    public WireReceiver openReceiver(ReceiverOptions options, DeliverySink sink) throws JMSException {
        return open(() -> new AmqpReceiver(this, connection.receiverName(options), options, sink));
    }

    /** Opens a link that the I/O thread makes, and waits for the broker's answer. */
    <L extends WireLink> L open(Supplier<L> maker) throws JMSException {
        Answer<L> made = new Answer<>("the opening of a link");
        connection.hand(() -> {
            L link = maker.get();
            add(link);
            made.succeed(link);
        });
        L link = connection.waits().await(made);
        try {
            connection.waits().await(link.opening());
        } catch (JMSException e) {
            connection.hand(() -> link.close(true));
            throw e;
        }
        return link;
    }

    /** Takes a link into the session, and attaches it if there is a socket to do that over. */
    void add(WireLink link) {
        if (ending != null) {
            link.end(ending);
            return;
        }
        links.add(link);
        if (engine != null) {
            link.establish(engine, () -> {});
        }
    }

    /** Closes a link and waits; after the close time-out whatever hinders it is cut off. */
    void closeLink(WireLink link, boolean forGood) throws JMSException {
        connection.hand(() -> link.requestClose(forGood));
        try {
            connection.waits().awaitClose(link.closing());
        } catch (JMSException e) {
            connection.hand(() -> link.close(forGood));
            throw e;
        }
    }

    @Override
    public Optional<XaWire> xa() throws JMSException {
        return connection.xaRequests().map(requests -> new AmqpXa(this, requests));
    }

    @Override
    public WireTransaction begin() {
        return new AmqpTransaction(this);
    }

    @Override
    public void close() throws JMSException {
        connection.hand(this::end);
        connection.waits().awaitClose(closing);
    }

    @Override
    public void closeAfter(WireTransaction transaction) {
        transaction.whenEnded(this::end);
    }

    private void end() {
        if (closeAsked) {
            return;
        }
        closeAsked = true;
        Session last = engine;
        over(new jakarta.jms.IllegalStateException("The session is closed"));
        if (last == null) {
            closing.succeed(null);
        } else {
            last.end(null);
        }
    }

    /**
     * Begins it over a new socket, and attaches its links.
     *
     * @param restored run when the broker has answered all of it
     */
    void establish(io.carrick.amqp.engine.Connection over, Runnable restored) {
        incarnation++;
        engine = over.beginSession(this);
        Countdown countdown = new Countdown(restored);
        for (WireLink link : List.copyOf(links)) {
            link.establish(engine, countdown.part());
        }
        countdown.start();
    }

    @Override
    public void begun() {
        opening.succeed(null);
    }

    @Override
    public void ended(ErrorCondition error) {
        if (closeAsked) {
            closing.succeed(null);
            return;
        }
        int ended = incarnation;
        later(() -> {
            if (ended == incarnation && connection.isLive()) {
                over(Failures.of("The broker has ended the session", error));
            }
        });
    }

    /** Whether links can be attached now. */
    boolean isLive() {
        return engine != null && ending == null && connection.isLive();
    }

    void later(Runnable action) {
        connection.hand(action);
    }

    /** The socket is gone, the next will come. */
    void interrupted(JMSException cause) {
        incarnation++;
        engine = null;
        List.copyOf(transactions).forEach(transaction -> transaction.interrupted(cause));
        List.copyOf(links).forEach(WireLink::interrupted);
        if (closeAsked) {
            closing.succeed(null);
        }
    }

    /** It is over, and with it all that it holds. */
    void over(JMSException cause) {
        if (ending != null) {
            return;
        }
        ending = cause;
        engine = null;
        connection.forget(this);
        List.copyOf(transactions).forEach(transaction -> transaction.lost(cause));
        List.copyOf(links).forEach(link -> link.end(cause));
        opening.fail(cause);
        if (!closeAsked) {
            closing.succeed(null);
        }
    }

    /** A link is over. */
    void forget(WireLink link) {
        links.remove(link);
    }

    /** The coordinator of its transactions, opened with the first of them. */
    Coordinator coordinator() {
        if (coordinator != null) {
            return coordinator;
        }
        Coordinator opened = new Coordinator(this, connection.nextName("coordinator"));
        coordinator = opened;
        add(opened);
        return opened;
    }

    /** Opens a coordinator, if there is none, which settles what is in doubt. */
    void askForOutcomes() {
        Coordinator asked = coordinator();
        assert asked != null;
    }

    /** The broker rolls back what was declared over a coordinator that is gone. */
    void coordinatorLost(Coordinator gone, JMSException cause) {
        if (coordinator == gone) {
            coordinator = null;
        }
        List.copyOf(transactions).forEach(transaction -> transaction.coordinatorLost(cause));
    }

    /** Messages of the open transactions may have gone with a sender that the broker has closed. */
    void senderLost(JMSException cause) {
        List.copyOf(transactions).forEach(transaction -> transaction.doom(cause));
    }

    /** The broker hears of the transaction from now on. */
    void begun(AmqpTransaction transaction) {
        transactions.add(transaction);
    }

    void ended(AmqpTransaction transaction) {
        transactions.remove(transaction);
    }

    /** The transactions whose commit has lost its answer. */
    List<AmqpTransaction> inDoubt() {
        List<AmqpTransaction> found = new ArrayList<>();
        for (AmqpTransaction transaction : transactions) {
            if (transaction.isInDoubt()) {
                found.add(transaction);
            }
        }
        return found;
    }

    /** Lets the senders drop what belongs to transactions that cannot be committed any more. */
    void dropDoomed() {
        for (WireLink link : List.copyOf(links)) {
            if (link instanceof AmqpSender sender) {
                sender.dropDoomed();
            }
        }
    }

    /** Settlements that wait to be joined with others go out in front of what depends on them. */
    void flushSettlements() {
        if (engine != null) {
            engine.flushDispositions();
        }
    }
}
