package io.carrick.jms.amqp;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.ConnectionSettings;
import io.carrick.jms.config.FailoverSettings;
import io.carrick.jms.config.FailoverSettings.ServerListAction;
import io.carrick.jms.failover.BrokerList;
import io.carrick.jms.failover.Referral;
import io.carrick.jms.sasl.SaslNegotiator;
import io.carrick.jms.transport.TransportConnector;
import io.netty.util.concurrent.Future;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to a broker, to whichever there is: one conversation after the other. Belongs to the I/O thread.
 *
 * <pre>
 *   NEW ──► CONNECTING ──► AUTHENTICATED ──► OPENING ──► OPEN
 *               ▲   │        (waits for        │          │
 *               │   ▼         its identity)    ▼          ▼
 *             WAITING ◄────────────────────────┴──────────┘      any ──► ENDED
 * </pre>
 */
final class Lifeline {
    private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);
    private static final int REDIRECTS_MAX = 10;

    private final ConnectionSettings settings;
    private final TransportConnector transports;
    private final SaslNegotiator sasl;
    private final Owner owner;
    private final BrokerList brokers;
    private State state = State.NEW;
    private Identity identity;
    private Conversation conversation;
    private Future<?> timer;
    private volatile JMSException lastFailure;
    private int rounds;
    private int redirects;
    private boolean everAuthenticated;
    private boolean everOpen;

    private enum State {
        NEW,
        CONNECTING,
        /** Nobody has said yet who the client is. */
        AUTHENTICATED,
        /** As above, but the broker has lost patience. */
        LAPSED,
        OPENING,
        OPEN,
        /** Until the next round. */
        WAITING,
        ENDED
    }

    /** Told how it goes. */
    interface Owner {
        /** A broker knows the credentials; told once. */
        void authenticated();

        /** A connection is open, the first or the next one. */
        void opened(Conversation conversation, Open answer);

        /** The open connection is lost, the next one being looked for. */
        void interrupted(BrokerEndpoint broker, JMSException cause);

        /** It is over for good; null if it was closed by this side. Told once. */
        void ended(JMSException cause);
    }

    Lifeline(ConnectionSettings settings, TransportConnector transports, SaslNegotiator sasl, Owner owner) {
        this.settings = settings;
        this.transports = transports;
        this.sasl = sasl;
        this.owner = owner;
        Optional<FailoverSettings> failover = settings.failover();
        brokers = new BrokerList(
                settings.brokers(),
                failover.map(FailoverSettings::randomize).orElse(false),
                failover.map(FailoverSettings::serverListAction).orElse(ServerListAction.IGNORE),
                new Random());
    }

    /** Looks for a broker. */
    void start() {
        if (state == State.NEW) {
            brokers.startRound();
            tryNext();
        }
    }

    /** Tells who the client is, upon which the connection is opened as soon as there is one. */
    void open(Identity who) {
        identity = who;
        if (state == State.AUTHENTICATED) {
            sendOpen();
        } else if (state == State.LAPSED) {
            rounds = 0;
            brokers.startRound();
            tryNext();
        }
    }

    /** The conversation over which links can be attached, null while there is none. */
    Conversation open() {
        return state == State.OPEN ? conversation : null;
    }

    /** Why the last attempt failed or the last connection was lost; null if neither was. Any thread. */
    JMSException lastFailure() {
        return lastFailure;
    }

    /** Whether a lost connection is replaced by another one. */
    boolean restores() {
        return settings.failover().isPresent();
    }

    /** Ends it from this side; {@link Owner#ended} follows when the broker has answered. */
    void close() {
        if (state == State.ENDED) {
            return;
        }
        cancelTimer();
        if (conversation == null) {
            end(null);
        } else {
            Conversation last = conversation;
            State before = state;
            state = State.ENDED;
            if (before != State.OPEN) {
                conversation = null;
                owner.ended(null);
            }
            last.close();
        }
    }

    /** Gives up what is still there, whether the broker has answered or not. */
    void abort() {
        state = State.ENDED;
        cancelTimer();
        if (conversation != null) {
            Conversation last = conversation;
            conversation = null;
            last.abort(null);
            owner.ended(null);
        }
    }

    private void tryNext() {
        BrokerEndpoint next = brokers.next();
        if (next != null) {
            redirects = 0;
            connect(next);
        } else {
            waitForNextRound();
        }
    }

    private void waitForNextRound() {
        rounds++;
        FailoverSettings failover = settings.failover().orElse(null);
        if (failover == null || !failover.permitsAttempt(rounds, everAuthenticated)) {
            end(lastFailure);
            return;
        }
        if (failover.warnAfterReconnectAttempts() > 0 && rounds % failover.warnAfterReconnectAttempts() == 0) {
            LOG.warn(
                    "No connection after {} attempts to {}: {}",
                    rounds,
                    brokers.known().stream().map(BrokerEndpoint::uri).toList(),
                    lastFailure.getMessage());
        }
        scheduleRound(failover.delayMillis(rounds));
    }

    private void scheduleRound(long delayMillis) {
        state = State.WAITING;
        brokers.startRound();
        timer = transports.eventLoop().schedule(this::tryNext, delayMillis, TimeUnit.MILLISECONDS);
    }

    private void connect(BrokerEndpoint broker) {
        state = State.CONNECTING;
        ConversationEvents events = new ConversationEvents();
        conversation =
                new Conversation(broker, broker.amqp().saslLayer() ? sasl : null, transports.eventLoop(), events);
        events.of = conversation;
        limitAttempt(broker);
        transports.connect(broker, conversation);
    }

    /** The transport minds its own share of the time; as much again is left to SASL and the open. */
    private void limitAttempt(BrokerEndpoint broker) {
        cancelTimer();
        long limitMillis = 2L * broker.transport().connectTimeoutMillis();
        if (limitMillis > 0) {
            Conversation attempt = conversation;
            timer = transports
                    .eventLoop()
                    .schedule(
                            () -> attempt.abort(new JMSException(
                                    "No connection to " + broker.uri() + " within " + limitMillis + " ms",
                                    Failures.TIMED_OUT)),
                            limitMillis,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void authenticated() {
        boolean first = !everAuthenticated;
        everAuthenticated = true;
        if (identity == null) {
            cancelTimer();
            state = State.AUTHENTICATED;
        } else {
            sendOpen();
        }
        if (first) {
            owner.authenticated();
        }
    }

    private void sendOpen() {
        state = State.OPENING;
        if (timer == null) {
            limitAttempt(conversation.broker());
        }
        conversation.open(identity.containerId(), Opens.request(conversation.broker(), identity, everOpen));
    }

    private void opened(Open answer) {
        cancelTimer();
        state = State.OPEN;
        everOpen = true;
        rounds = 0;
        if (answer.getProperties() != null) {
            brokers.learned(Referral.list(answer.getProperties().get(Opens.SERVER_LIST), conversation.broker()));
        }
        owner.opened(conversation, answer);
    }

    private void over(JMSException cause, ErrorCondition error) {
        cancelTimer();
        BrokerEndpoint broker = conversation.broker();
        conversation = null;
        State before = state;
        if (before == State.ENDED) {
            owner.ended(null);
            return;
        }
        if (before == State.AUTHENTICATED) {
            state = State.LAPSED;
            return;
        }
        lastFailure = cause != null ? cause : new JMSException("The connection to " + broker.uri() + " was closed");
        if (before == State.OPEN) {
            lost(broker, error);
        } else {
            refused(broker, error);
        }
    }

    /** An open connection is gone. */
    private void lost(BrokerEndpoint broker, ErrorCondition error) {
        if (!restores() || lastFailure instanceof JMSSecurityException) {
            end(lastFailure);
            return;
        }
        LOG.info("Connection to {} lost: {}", broker.uri(), lastFailure.getMessage());
        rounds = 0;
        redirects = 0;
        brokers.lost(broker);
        state = State.WAITING;
        owner.interrupted(broker, lastFailure);
        if (state == State.WAITING && !follow(broker, error)) {
            scheduleRound(settings.failover().orElseThrow().delayMillis(0));
        }
    }

    /** An attempt has failed. */
    private void refused(BrokerEndpoint broker, ErrorCondition error) {
        LOG.debug("No connection to {}: {}", broker.uri(), lastFailure.getMessage());
        boolean pointless = lastFailure instanceof JMSSecurityException
                // After a failover the broker may not have noticed yet that the connection before is gone.
                || lastFailure instanceof InvalidClientIDException && !everOpen;
        if (pointless) {
            end(lastFailure);
        } else if (!follow(broker, error)) {
            tryNext();
        }
    }

    private boolean follow(BrokerEndpoint broker, ErrorCondition error) {
        if (!Failures.isCondition(error, "amqp:connection:redirect") || ++redirects > REDIRECTS_MAX) {
            return false;
        }
        try {
            connect(Referral.of(error.getInfo() == null ? Map.of() : error.getInfo(), broker));
            return true;
        } catch (IllegalArgumentException e) {
            lastFailure = Failures.linked(new JMSException("A redirect cannot be followed: " + e.getMessage()), e);
            return false;
        }
    }

    private void end(JMSException cause) {
        state = State.ENDED;
        owner.ended(cause);
    }

    /** Passes on what the conversation of the moment tells. */
    private final class ConversationEvents implements Conversation.Listener {
        private Conversation of;

        @Override
        public void authenticated() {
            if (of == conversation && state == State.CONNECTING) {
                Lifeline.this.authenticated();
            }
        }

        @Override
        public void opened(Open answer) {
            if (of == conversation && state == State.OPENING) {
                Lifeline.this.opened(answer);
            }
        }

        @Override
        public void over(JMSException cause, ErrorCondition error) {
            if (of == conversation) {
                Lifeline.this.over(cause, error);
            }
        }
    }
}
