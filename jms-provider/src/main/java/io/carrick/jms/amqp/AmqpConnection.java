package io.carrick.jms.amqp;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.ConnectionSettings;
import io.carrick.jms.sasl.SaslNegotiator;
import io.carrick.jms.transport.TransportConnector;
import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.RemoteBroker;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireConnectionListener;
import io.carrick.jms.wire.WireSession;
import jakarta.jms.JMSException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.qpid.proton.amqp.transport.Open;

/** A connection as the application wants it: what it holds is restored over each socket. */
final class AmqpConnection implements WireConnection, Lifeline.Owner {
    private final ConnectionSettings settings;
    private final TransportConnector transports;
    private final WireConnectionListener listener;
    private final Lifeline lifeline;
    private final Handover handover;
    private final CallerWaits waits;
    private final String names = "carrick:" + UUID.randomUUID() + ":";
    private final AtomicLong nameCount = new AtomicLong();
    private final Answer<Void> connecting;
    private final Answer<Void> opening = new Answer<>("the opening of a connection");
    private final Answer<Void> closing = new Answer<>("the closing of a connection");
    private final Set<AmqpSession> sessions = new LinkedHashSet<>();
    private final TemporaryDestinations temporaries = new TemporaryDestinations();
    /** For what belongs to the connection and to no session of the application. */
    private AmqpSession own;

    private XaRequests xaRequests;

    private SubscriptionNames subscriptionNames;
    private boolean ready;
    private boolean everReady;
    private boolean closeAsked;
    private JMSException ending;
    private volatile Identity identity;
    private volatile RemoteBroker broker;

    AmqpConnection(
            ConnectionSettings settings,
            TransportConnector transports,
            SaslNegotiator sasl,
            WireConnectionListener listener) {
        this.settings = settings;
        this.transports = transports;
        this.listener = listener;
        connecting = new Answer<>("a connect to " + settings.brokers().get(0).uri());
        handover = new Handover(transports.eventLoop(), this::flush);
        waits = new CallerWaits(settings, transports.eventLoop());
        lifeline = new Lifeline(settings, transports, sasl, this);
    }

    /** Reaches a broker that takes the credentials. */
    void connect() throws JMSException {
        hand(lifeline::start);
        try {
            connecting.await(settings.timeouts().connectMillis());
        } catch (JMSException e) {
            close();
            throw explained(e);
        }
    }

    /** A time-out alone does not say what was wrong with the attempts. */
    private JMSException explained(JMSException failure) {
        JMSException last = lifeline.lastFailure();
        return last == null || !Failures.TIMED_OUT.equals(failure.getErrorCode())
                ? failure
                : Failures.linked(
                        new JMSException(failure.getMessage() + ": " + last.getMessage(), Failures.TIMED_OUT), last);
    }

    @Override
    public void open(String clientId) throws JMSException {
        Identity chosen = Identity.of(clientId);
        identity = chosen;
        hand(() -> {
            subscriptionNames = new SubscriptionNames(chosen.ofClient());
            if (ending == null) {
                lifeline.open(chosen);
            } else {
                opening.fail(ending);
            }
        });
        waits.await(opening);
    }

    @Override
    public RemoteBroker broker() {
        return broker;
    }

    @Override
    public WireSession openSession() throws JMSException {
        AmqpSession session = new AmqpSession(this);
        hand(() -> add(session));
        try {
            waits.await(session.opening());
        } catch (JMSException e) {
            hand(() -> session.over(e));
            throw e;
        }
        return session;
    }

    private void add(AmqpSession session) {
        if (ending != null) {
            session.over(ending);
            return;
        }
        sessions.add(session);
        if (ready) {
            session.establish(lifeline.open().engine(), () -> {});
        }
    }

    @Override
    public String createTemporary(DestinationKind kind) throws JMSException {
        return ownSession()
                .open(() -> new TemporaryDestination(own, nextName("temporary"), kind))
                .address();
    }

    @Override
    public void deleteTemporary(String address) throws JMSException {
        Answer<TemporaryDestination> found = new Answer<>("the deletion of " + address);
        hand(() -> found.succeed(temporaries.at(address)));
        TemporaryDestination temporary = waits.await(found);
        if (temporary != null) {
            temporary.session().closeLink(temporary, true);
        }
    }

    @Override
    public void unsubscribe(String subscription) throws JMSException {
        AmqpSession session = ownSession();
        SubscriptionLookup lookup = session.open(
                () -> new SubscriptionLookup(session, subscriptionNames.ofLookup(subscription), identity.ofClient()));
        session.closeLink(lookup, true);
    }

    /** What asks the broker about branches; empty if it has no distributed transactions. */
    Optional<XaRequests> xaRequests() throws JMSException {
        AmqpSession session = ownSession();
        Answer<Coordinator> found = new Answer<>("the coordinator");
        hand(() -> found.succeed(session.coordinator()));
        Coordinator coordinator = waits.await(found);
        waits.await(coordinator.opening());
        if (!coordinator.isDistributed()) {
            return Optional.empty();
        }
        Answer<XaRequests> made = new Answer<>("the node for branches");
        hand(() -> {
            if (xaRequests == null || xaRequests.ending() != null) {
                xaRequests = new XaRequests(session);
                session.add(xaRequests);
            }
            made.succeed(xaRequests);
        });
        XaRequests requests = waits.await(made);
        waits.await(requests.opening());
        return Optional.of(requests);
    }

    private AmqpSession ownSession() throws JMSException {
        Answer<AmqpSession> found = new Answer<>("the begin of a session");
        hand(() -> {
            if (own == null) {
                own = new AmqpSession(this);
                if (ending != null) {
                    own.over(ending);
                } else if (lifeline.open() != null) {
                    own.establish(lifeline.open().engine(), () -> {});
                }
            }
            found.succeed(own);
        });
        AmqpSession session = waits.await(found);
        waits.await(session.opening());
        return session;
    }

    @Override
    public void close() {
        hand(this::beginClose);
        try {
            waits.awaitClose(closing);
        } catch (JMSException e) {
            hand(lifeline::abort);
        } finally {
            transports.release();
        }
    }

    private void beginClose() {
        if (!closeAsked) {
            closeAsked = true;
            end(new jakarta.jms.IllegalStateException("The connection is closed"));
            lifeline.close();
        }
    }

    @Override
    public void authenticated() {
        connecting.succeed(null);
    }

    @Override
    public void opened(Conversation conversation, Open answer) {
        broker = Opens.remote(conversation.broker(), answer, settings.prefixes());
        if (own == null) {
            restoreSessions(conversation);
        } else {
            own.establish(conversation.engine(), () -> restoreSessions(conversation));
        }
    }

    /** Temporary destinations are there again, so that links may go to them. */
    private void restoreSessions(Conversation conversation) {
        if (lifeline.open() != conversation) {
            return;
        }
        ready = true;
        Countdown countdown = new Countdown(() -> restored(conversation));
        for (AmqpSession session : List.copyOf(sessions)) {
            session.establish(conversation.engine(), countdown.part());
        }
        countdown.start();
    }

    private void restored(Conversation conversation) {
        if (lifeline.open() != conversation) {
            return;
        }
        opening.succeed(null);
        if (everReady) {
            listener.restored(conversation.broker().uri());
        }
        everReady = true;
    }

    @Override
    public void interrupted(BrokerEndpoint from, JMSException cause) {
        ready = false;
        sessionsAndOwn().forEach(session -> session.interrupted(cause));
        listener.interrupted(from.uri(), cause);
    }

    @Override
    public void ended(JMSException cause) {
        JMSException why = cause != null ? cause : new JMSException("The connection is closed");
        boolean failed = ending == null;
        end(why);
        closing.succeed(null);
        if (failed && everReady) {
            listener.failed(why);
        }
    }

    private void end(JMSException cause) {
        if (ending != null) {
            return;
        }
        ending = cause;
        ready = false;
        sessionsAndOwn().forEach(session -> session.over(cause));
        connecting.fail(cause);
        opening.fail(cause);
    }

    private List<AmqpSession> sessionsAndOwn() {
        Set<AmqpSession> all = new LinkedHashSet<>(sessions);
        if (own != null) {
            all.add(own);
        }
        return List.copyOf(all);
    }

    /** Whether there is a socket over which things can be done. */
    boolean isLive() {
        return lifeline.open() != null;
    }

    /** Whether a lost connection is restored. */
    boolean restores() {
        return lifeline.restores();
    }

    Identity identity() {
        return identity;
    }

    long messageSizeMax() {
        return settings.brokers().get(0).amqp().messageSizeMax();
    }

    /** How the application's threads wait for the I/O thread. */
    CallerWaits waits() {
        return waits;
    }

    SendBudget budget() {
        return waits.budget();
    }

    /** A name that no other link has, of any connection. */
    String nextName(String kind) {
        return names + kind + ":" + nameCount.incrementAndGet();
    }

    /** The name of a receiver's link. */
    SubscriptionNames.Reserved receiverName(ReceiverOptions options) {
        return options.subscription() == null
                ? new SubscriptionNames.Reserved(nextName("receiver"), () -> {})
                : subscriptionNames.reserve(options.subscription());
    }

    /** The temporary destinations that were created over it. I/O thread. */
    TemporaryDestinations temporaries() {
        return temporaries;
    }

    void forget(AmqpSession session) {
        sessions.remove(session);
        if (own == session) {
            own = null;
        }
    }

    void hand(Runnable work) {
        handover.hand(work);
    }

    void hand(Handover.Task task) {
        handover.hand(task);
    }

    private void flush() {
        Conversation conversation = lifeline.open();
        if (conversation != null) {
            conversation.flush();
        }
    }
}
