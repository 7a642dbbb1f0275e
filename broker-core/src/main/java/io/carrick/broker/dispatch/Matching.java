package io.carrick.broker.dispatch;

import io.carrick.broker.Message;
import io.carrick.broker.selector.PropertySource;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.Subscription;
import io.carrick.broker.state.UnreadableMessageException;
import io.carrick.store.queue.QueueEntry;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which consumers want which message of a subscription. A message that cannot be read matches nothing, since nobody can
 * say; it is reported once.
 */
final class Matching {
    private static final Logger LOG = LoggerFactory.getLogger(Matching.class);

    private final Subscription subscription;
    private final DispatchPort port;
    private final Map<ActiveConsumer, CompiledFilter> filters = new HashMap<>();
    private final Set<Long> unreadable = new HashSet<>();

    Matching(Subscription subscription, DispatchPort port) {
        this.subscription = subscription;
        this.port = port;
    }

    /** A consumer has come; its filter is null if it wants all. */
    void add(ActiveConsumer consumer, CompiledFilter filter) {
        filters.put(consumer, filter);
    }

    void remove(ActiveConsumer consumer) {
        filters.remove(consumer);
    }

    /** The filter of a consumer, null if it wants all. */
    CompiledFilter filter(ActiveConsumer consumer) {
        return filters.get(consumer);
    }

    boolean matches(ActiveConsumer consumer, long key, QueueEntry entry) {
        return matches(consumer.localContainer(), filters.get(consumer), key, entry);
    }

    boolean matches(ScanGroup group, long key, QueueEntry entry) {
        GroupKey wanted = group.key();
        CompiledFilter filter =
                wanted.filter() == null ? null : filters.get(group.consumers().get(0));
        return matches(wanted.noLocalContainer(), filter, key, entry);
    }

    private boolean matches(String noLocalContainer, CompiledFilter filter, long key, QueueEntry entry) {
        return !isLocal(noLocalContainer, key, entry) && (filter == null || matches(filter, key, entry));
    }

    boolean matches(CompiledFilter filter, long key, QueueEntry entry) {
        try {
            return filter.filter().matches(message(entry));
        } catch (UnreadableMessageException e) {
            reportUnreadable(key, e);
            return false;
        }
    }

    private boolean isLocal(String container, long key, QueueEntry entry) {
        if (container == null || entry.publisherHash() != MessageQueue.hash(container)) {
            return false;
        }
        try {
            return container.equals(message(entry).publisher());
        } catch (UnreadableMessageException e) {
            reportUnreadable(key, e);
            return true;
        }
    }

    /** Properties of a message as selectors see them; null if it cannot be read. */
    PropertySource properties(QueueEntry entry) {
        try {
            return port.properties(message(entry));
        } catch (UnreadableMessageException e) {
            // Whoever comes across the message while scanning reports it.
            return null;
        }
    }

    private Message message(QueueEntry entry) {
        Message cached = (Message) entry.cached();
        return cached != null
                ? cached
                : port.reader().read(new Place(entry.position(), entry.size())).message();
    }

    /** Logs, once, that a message cannot be read. */
    void reportUnreadable(long key, UncheckedIOException cause) {
        if (unreadable.add(key)) {
            LOG.error("Message {} of {} cannot be read", MessageKey.index(key), subscription.name(), cause);
        }
    }
}
