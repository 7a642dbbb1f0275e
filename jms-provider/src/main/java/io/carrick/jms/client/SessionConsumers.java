package io.carrick.jms.client;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.selector.SelectorSyntax;
import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.ReceiverOptions.SubscriptionOptions;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireSession;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The consumers and browsers of a session: how they begin, and which there are. Thread-safe. */
final class SessionConsumers {
    private final JmsSession session;
    private final WireSession wire;
    private final JmsConnection connection;
    private final Set<JmsMessageConsumer> open = new LinkedHashSet<>();
    private final Set<JmsMessageConsumer> lingering = new LinkedHashSet<>();
    private final Set<JmsQueueBrowser> browsers = new LinkedHashSet<>();

    SessionConsumers(JmsSession session, WireSession wire) {
        this.session = session;
        connection = session.connection();
        this.wire = wire;
    }

    /** Checks what an application asks for. */
    Subscription subscription(Destination given, String selector, boolean noLocal, SubscriptionOptions named)
            throws JMSException {
        CarrickDestination destination = Destinations.of(given);
        if (named != null && (named.name() == null || named.name().isEmpty())) {
            throw new JMSException("The subscription has no name");
        }
        if (named != null && destination.kind().isTemporary()) {
            throw new InvalidDestinationException("A temporary topic has no named subscriptions: " + destination);
        }
        connection.temporaries().checkConsumer(destination);
        return new Subscription(
                destination,
                checkedSelector(selector),
                noLocal && destination.kind().isTopic(),
                named);
    }

    String checkedSelector(String selector) throws JMSException {
        if (selector == null || selector.isBlank()) {
            return null;
        }
        if (session.settings().validateSelectors()) {
            SelectorSyntax.check(selector);
        }
        return selector;
    }

    JmsMessageConsumer create(Subscription subscription) throws JMSException {
        closeLingering(subscription);
        connection.subscriptions().begin(subscription);
        JmsMessageConsumer consumer = new JmsMessageConsumer(session, subscription);
        try {
            consumer.inbox().open(openReceiver(subscription, consumer.inbox()));
        } finally {
            if (consumer.inbox().receiver() == null) {
                connection.subscriptions().end(subscription);
            }
        }
        add(consumer);
        return consumer;
    }

    /** An inbox for what the subscription brings, still to be opened. */
    Inbox inbox(Subscription subscription, Inbox.Owner owner) {
        return new Inbox(mode(), policy(subscription), patience(), session.timer(), owner);
    }

    WireReceiver openReceiver(Subscription subscription, DeliverySink sink) throws JMSException {
        return wire.openReceiver(options(subscription, mode()), sink);
    }

    private Mode mode() {
        return session.mode() == AckMode.NONE ? Mode.SETTLED_BY_BROKER : Mode.SETTLE;
    }

    JmsQueueBrowser createBrowser(CarrickDestination queue, String selector) throws JMSException {
        JmsQueueBrowser browser = new JmsQueueBrowser(session, this, queue, selector);
        synchronized (this) {
            browsers.add(browser);
        }
        return browser;
    }

    /** An inbox that looks at the messages of a queue. */
    Inbox browse(CarrickDestination queue, String selector) throws JMSException {
        int prefetch = Math.max(1, session.settings().prefetch().browser());
        Inbox inbox = new Inbox(
                Mode.BROWSE, new CreditPolicy(prefetch, true, 1), patience(), session.timer(), new Inbox.Owner() {
                    @Override
                    public void deliverable(Inbox inbox) {}

                    @Override
                    public void failed(Inbox inbox, JMSException cause) {}
                });
        WireReceiver receiver =
                wire.openReceiver(options(new Subscription(queue, selector, false, null), Mode.BROWSE), inbox);
        inbox.open(receiver);
        inbox.start();
        return inbox;
    }

    synchronized void start() {
        open.forEach(consumer -> consumer.inbox().start());
    }

    synchronized void stop() {
        open.forEach(consumer -> consumer.inbox().stop());
    }

    /** Everything fetched and not taken goes back to the broker and comes again, in order. */
    synchronized void restart() {
        open.forEach(consumer -> consumer.inbox().restart(List.of()));
    }

    synchronized boolean consumes(CarrickDestination destination) {
        return open.stream()
                .anyMatch(consumer -> consumer.subscription().destination().equals(destination));
    }

    synchronized boolean hasListener() {
        return open.stream().anyMatch(JmsMessageConsumer::hasListener);
    }

    void remove(JmsMessageConsumer consumer) {
        boolean removed;
        synchronized (this) {
            removed = open.remove(consumer);
        }
        if (removed) {
            connection.subscriptions().end(consumer.subscription());
        }
    }

    synchronized void remove(JmsQueueBrowser browser) {
        browsers.remove(browser);
    }

    /** The consumer is closed, its link is not: messages of it are not acknowledged yet. */
    synchronized void linger(JmsMessageConsumer consumer) {
        lingering.add(consumer);
    }

    synchronized void lingered(JmsMessageConsumer consumer) {
        lingering.remove(consumer);
    }

    /** The session closes, and all links with it. */
    void close() {
        Set<JmsMessageConsumer> closing;
        synchronized (this) {
            closing = Set.copyOf(open);
            open.clear();
            lingering.clear();
            browsers.clear();
        }
        closing.forEach(consumer -> {
            connection.subscriptions().end(consumer.subscription());
            consumer.closeWithSession();
        });
    }

    private void add(JmsMessageConsumer consumer) {
        synchronized (this) {
            open.add(consumer);
        }
        if (connection.isStarted()) {
            consumer.inbox().start();
        }
    }

    /** A subscription taken up again needs its link: messages still not acknowledged are delivered again. */
    private void closeLingering(Subscription subscription) throws JMSException {
        if (subscription.named() == null) {
            return;
        }
        List<JmsMessageConsumer> same;
        synchronized (this) {
            same = lingering.stream()
                    .filter(consumer ->
                            subscription.named().equals(consumer.subscription().named()))
                    .toList();
            lingering.removeAll(same);
        }
        for (JmsMessageConsumer consumer : same) {
            consumer.closeLink();
        }
    }

    private ReceiverOptions options(Subscription subscription, Mode mode) {
        CarrickDestination destination = subscription.destination();
        Target source = connection.target(destination);
        return new ReceiverOptions(source, subscription.selector(), subscription.noLocal(), mode, subscription.named());
    }

    private CreditPolicy policy(Subscription subscription) {
        ClientSettings.Prefetch prefetch = session.settings().prefetch();
        int ahead = !subscription.destination().kind().isTopic()
                ? prefetch.queue()
                : subscription.isDurable() ? prefetch.durableTopic() : prefetch.topic();
        long idleNanos =
                TimeUnit.MILLISECONDS.toNanos(session.settings().timeouts().idleReceiverMillis());
        return new CreditPolicy(ahead, subscription.isSole(), idleNanos);
    }

    private Inbox.Patience patience() {
        ClientSettings settings = session.settings();
        return new Inbox.Patience(
                TimeUnit.MILLISECONDS.toNanos(settings.timeouts().drainMillis()),
                settings.receiveNoWaitLocalOnly(),
                settings.receiveLocalOnly());
    }
}
