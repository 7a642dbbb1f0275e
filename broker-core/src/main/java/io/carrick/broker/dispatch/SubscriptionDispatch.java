package io.carrick.broker.dispatch;

import io.carrick.broker.Message;
import io.carrick.broker.record.Returned;
import io.carrick.broker.selector.FilterIndex;
import io.carrick.broker.state.Attempts;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.Subscription;
import io.carrick.broker.state.UnreadableMessageException;
import io.carrick.store.queue.QueueEntry;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the messages of one subscription to its consumers. */
public final class SubscriptionDispatch {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionDispatch.class);

    private static final long NONE = -1;
    private static final int MARK_AHEAD = 2048;

    private final Subscription subscription;
    private final MessageQueue messages;
    private final DispatchPort port;
    private final List<ActiveConsumer> consumers = new ArrayList<>();
    private final List<BrowseCursor> browsers = new ArrayList<>();
    private final List<ScanGroup> groups = new ArrayList<>();
    private final Map<GroupKey, ScanGroup> groupsByKey = new HashMap<>();
    private final FilterIndex<ScanGroup> index = new FilterIndex<>();
    private final Map<Long, HeldDelivery> held = new HashMap<>();
    private final NavigableSet<Long> returned = new TreeSet<>();
    private final Set<Long> reserved = new HashSet<>();
    private final Refusals refusals = new Refusals();
    private final MessageGroups messageGroups = new MessageGroups();
    private final Map<ActiveConsumer, CompiledFilter> filters = new HashMap<>();
    private final Set<Long> unreadable = new HashSet<>();
    private final Set<Long> passedOver = new HashSet<>();
    private final long[] markRequested = new long[MessageKey.LANES];
    private boolean perConsumer;
    private boolean regroup;
    private boolean waitsForMark;
    private int comingBack;
    private ActiveConsumer soleActive;
    private int groupTurn;

    public SubscriptionDispatch(Subscription subscription, DispatchPort port) {
        this.subscription = subscription;
        this.port = port;
        messages = subscription.address().messages();
    }

    public Subscription subscription() {
        return subscription;
    }

    // --- consumers

    /** Adds a consumer that takes messages. */
    public void add(ActiveConsumer consumer, CompiledFilter filter) {
        consumers.add(consumer);
        filters.put(consumer, filter);
        join(consumer);
        electSoleActive();
        markAllows(MessageKey.of(MessageKey.lane(Message.DEFAULT_PRIORITY, false), 0));
        waitsForMark = false;
    }

    /** With an exclusive consumer, only the first of those is active; the others stand by. */
    private void electSoleActive() {
        boolean always = subscription.address().settings().exclusive();
        soleActive = null;
        for (ActiveConsumer each : consumers) {
            if (always || each.request().exclusive()) {
                soleActive = each;
                return;
            }
        }
    }

    private void join(ActiveConsumer consumer) {
        CompiledFilter filter = filters.get(consumer);
        GroupKey key = new GroupKey(
                filter == null ? null : filter.spec(), consumer.localContainer(), perConsumer ? consumer : null);
        ScanGroup group = groupsByKey.computeIfAbsent(key, k -> {
            ScanGroup fresh = new ScanGroup(k);
            groups.add(fresh);
            index.add(fresh, filter == null ? null : filter.selector());
            return fresh;
        });
        group.add(consumer);
    }

    /** Adds a consumer that only looks; it sees what is there now. */
    public void browse(ActiveConsumer consumer, CompiledFilter filter) {
        browsers.add(new BrowseCursor(consumer, filter, this));
    }

    /** Removes a consumer. What it holds must have been returned or settled before. */
    public void remove(ActiveConsumer consumer) {
        browsers.removeIf(browser -> browser.consumer() == consumer);
        if (!consumers.remove(consumer)) {
            return;
        }
        leave(consumer);
        electSoleActive();
        refusals.forget(consumer);
        if (consumers.isEmpty()) {
            returned.clear();
        }
        freeGroups(consumer);
    }

    private void freeGroups(ActiveConsumer consumer) {
        filters.remove(consumer);
        messageGroups.release(consumer);
        List<Long> keys = List.copyOf(consumer.reserved());
        consumer.reserved().clear();
        for (Long key : keys) {
            reserved.remove(key);
            ready(key);
        }
    }

    private void leave(ActiveConsumer consumer) {
        for (ScanGroup group : List.copyOf(groups)) {
            group.remove(consumer);
            if (group.consumers().isEmpty()) {
                groups.remove(group);
                groupsByKey.remove(group.key());
                index.remove(group);
            }
        }
    }

    /** The first message of a group has come: from now on each consumer needs a cursor of its own. */
    private void splitGroups() {
        perConsumer = true;
        regroup = true;
        for (ScanGroup old : List.copyOf(groups)) {
            List<ActiveConsumer> members = List.copyOf(old.consumers());
            groups.remove(old);
            groupsByKey.remove(old.key());
            index.remove(old);
            members.forEach(this::join);
        }
    }

    /** Consumers that take messages. */
    public List<ActiveConsumer> consumers() {
        return consumers;
    }

    /** All consumers, browsers too. */
    public List<ActiveConsumer> allConsumers() {
        List<ActiveConsumer> all = new ArrayList<>(consumers);
        browsers.forEach(browser -> all.add(browser.consumer()));
        return all;
    }

    public boolean isUnused() {
        return consumers.isEmpty() && browsers.isEmpty() && held.isEmpty();
    }

    // --- messages coming and going

    /** A message arrived: wakes those it may be for. */
    public void arrived(long key, QueueEntry entry) {
        if (groups.size() == 1) {
            groups.get(0).wake(messages, key);
            return;
        }
        if (groups.isEmpty()) {
            return;
        }
        Message message;
        try {
            message = message(entry);
        } catch (UnreadableMessageException e) {
            groups.forEach(group -> group.wake(messages, key));
            return;
        }
        index.candidates(port.properties(message), group -> {
            if (group.idle()) {
                group.wake(messages, key);
            }
        });
    }

    /**
     * A message is on its way back through the journal. Until it has arrived nothing is given out, so that none behind
     * it overtakes it.
     */
    public void comingBack(HeldDelivery delivery) {
        delivery.state(HeldDelivery.State.RETURNING);
        comingBack++;
    }

    /** A message came back and may be tried again. */
    public void returned(long key) {
        HeldDelivery delivery = held.get(key);
        if (delivery != null) {
            if (delivery.state() != HeldDelivery.State.RETURNING) {
                return;
            }
            delivery.state(HeldDelivery.State.DONE);
            held.remove(key);
            comingBack--;
        }
        if (subscription.attempts(key).notBefore() <= port.now()) {
            ready(key);
        }
    }

    /** A message is available (again), at its old place. */
    public void ready(long key) {
        if (held.containsKey(key) || passedOver.contains(key) || subscription.isSettled(key)) {
            return;
        }
        QueueEntry entry = messages.entry(key);
        if (entry == null) {
            return;
        }
        if (hasExpired(entry, port.now())) {
            port.expired(subscription, key);
            return;
        }
        if (consumers.isEmpty() || perConsumer && waitsForOwner(key, entry)) {
            return;
        }
        returned.add(key);
        for (ScanGroup group : groups) {
            group.returned(key);
        }
    }

    /** Whether other messages of its group wait for their owner already: then it waits among them, in its place. */
    private boolean waitsForOwner(long key, QueueEntry entry) {
        ActiveConsumer owner = entry.groupHash() == 0 ? null : messageGroups.owner(entry.groupHash());
        if (owner == null || owner.reserved().isEmpty() || !accepts(owner, key)) {
            return false;
        }
        owner.reserved().add(key);
        reserved.add(key);
        return true;
    }

    private static boolean hasExpired(QueueEntry entry, long now) {
        return entry.expiryTime() > 0 && entry.expiryTime() <= now;
    }

    /** Takes a delivery back without any trace. */
    public void release(HeldDelivery delivery, boolean notToItsConsumer) {
        delivery.state(HeldDelivery.State.DONE);
        held.remove(delivery.key());
        if (notToItsConsumer) {
            refusals.add(delivery.key(), delivery.holder());
        }
        ready(delivery.key());
    }

    /** A held message cannot be read: it stays, and is given to nobody as long as there are consumers. */
    public void passOver(HeldDelivery delivery) {
        delivery.state(HeldDelivery.State.DONE);
        held.remove(delivery.key());
        passedOver.add(delivery.key());
    }

    /** A held message is settled. */
    public void settled(HeldDelivery delivery) {
        delivery.state(HeldDelivery.State.DONE);
        held.remove(delivery.key());
        refusals.forget(delivery.key());
    }

    /** Whether somebody holds the message. */
    public boolean holds(long key) {
        return held.containsKey(key);
    }

    /** The message lies at another place of the log now. */
    public void relocated(long key, Place place) {
        HeldDelivery delivery = held.get(key);
        if (delivery != null) {
            delivery.place(place);
        }
    }

    /** Whether somebody holds the message or it waits for the owner of its group. */
    public boolean isHeld(long key) {
        return held.containsKey(key) || reserved.contains(key);
    }

    /** All that consumers hold. */
    public Collection<HeldDelivery> held() {
        return held.values();
    }

    /** What one consumer holds and has not settled. */
    public List<HeldDelivery> heldBy(ActiveConsumer consumer) {
        List<HeldDelivery> mine = new ArrayList<>();
        for (HeldDelivery delivery : held.values()) {
            if (delivery.holder() == consumer) {
                mine.add(delivery);
            }
        }
        mine.sort((a, b) -> Long.compare(a.key(), b.key()));
        return mine;
    }

    /** The dispatch mark has moved. */
    public void marked() {
        waitsForMark = false;
    }

    /** A consumer has new credit: it may take what others have refused. */
    public void creditChanged() {
        if (!refusals.isEmpty()) {
            groups.forEach(group -> group.returned(0));
        }
    }

    // --- dispatch

    /** Gives out what can be given out, then answers drains. */
    public void run() {
        long now = port.now();
        do {
            regroup = false;
            for (int i = 0; i < groups.size() && !mustWait() && !regroup; i++) {
                serve(groups.get((groupTurn + i) % groups.size()), now);
            }
        } while (regroup);
        groupTurn = groups.isEmpty() ? 0 : (groupTurn + 1) % groups.size();
        for (int i = 0; i < browsers.size(); i++) {
            browsers.get(i).run(now);
        }
        if (!mustWait()) {
            answerDrains();
        }
    }

    /** Whether something is on its way through the journal that comes before whatever could be given out now. */
    private boolean mustWait() {
        return waitsForMark || comingBack > 0;
    }

    private void answerDrains() {
        for (int i = 0; i < consumers.size(); i++) {
            if (consumers.get(i).draining()) {
                consumers.get(i).drained();
            }
        }
    }

    private void serve(ScanGroup group, long now) {
        for (ActiveConsumer consumer : group.consumers()) {
            serveReserved(consumer, now);
        }
        while (!waitsForMark && group.hasCredit()) {
            long key = nextFor(group, now);
            if (key == NONE || !markAllows(key) || !give(group, key)) {
                return;
            }
        }
    }

    private void serveReserved(ActiveConsumer consumer, long now) {
        while (!waitsForMark && !consumer.reserved().isEmpty() && consumer.hasCredit()) {
            long key = consumer.reserved().first();
            boolean gone = subscription.isSettled(key) || !isDeliverable(key, now);
            if (!gone && !markAllows(key)) {
                return;
            }
            // Others may have stopped because so much was reserved.
            regroup |= consumer.reserved().size() >= ActiveConsumer.RESERVED_MAX;
            consumer.reserved().pollFirst();
            reserved.remove(key);
            if (!gone) {
                hand(consumer, key);
            }
        }
    }

    /** Whether a message is there and has not expired. */
    private boolean isDeliverable(long key, long now) {
        QueueEntry entry = messages.entry(key);
        if (entry != null && hasExpired(entry, now)) {
            port.expired(subscription, key);
            return false;
        }
        return entry != null;
    }

    /** Key of the next message for the group in order of dispatch, without taking it. */
    private long nextFor(ScanGroup group, long now) {
        long back = nextReturned(group, now);
        long fresh = group.idle() ? NONE : nextScanned(group, now);
        if (fresh == NONE) {
            if (!group.idle()) {
                group.sleep(messages);
            }
            return back;
        }
        return back == NONE ? fresh : Math.min(back, fresh);
    }

    private long nextReturned(ScanGroup group, long now) {
        Long key = returned.isEmpty() ? null : returned.ceiling(group.returnedFrom());
        while (key != null) {
            if (!isReady(key, now)) {
                returned.remove(key);
            } else if (matches(group, key, now)) {
                group.returnedFrom(key);
                return key;
            }
            group.returnedFrom(key + 1);
            key = returned.higher(key);
        }
        return NONE;
    }

    private long nextScanned(ScanGroup group, long now) {
        for (int lane = 0; lane < MessageKey.LANES; lane++) {
            if (!messages.uses(lane)) {
                continue;
            }
            long end = messages.end(lane);
            long position = Math.max(group.cursor(lane), subscription.watermark(lane));
            while (position < end) {
                position = messages.nextLive(lane, position);
                if (position >= end) {
                    break;
                }
                long key = MessageKey.of(lane, position);
                if (isReady(key, now) && !returned.contains(key) && matches(group, key, now)) {
                    group.moveTo(lane, position);
                    return key;
                }
                position++;
            }
            group.moveTo(lane, end);
        }
        return NONE;
    }

    /** Whether the message is neither settled, nor held, nor to be delivered later. */
    boolean isReady(long key, long now) {
        if (subscription.isSettled(key) || isHeld(key) || !passedOver.isEmpty() && passedOver.contains(key)) {
            return false;
        }
        return subscription.attempts(key).notBefore() <= now;
    }

    private boolean matches(ScanGroup group, long key, long now) {
        QueueEntry entry = messages.entry(key);
        if (entry == null || entry.deliverAt() > now) {
            return false;
        }
        if (hasExpired(entry, now)) {
            port.expired(subscription, key);
            return false;
        }
        GroupKey wanted = group.key();
        if (isLocal(wanted.noLocalContainer(), key, entry)) {
            return false;
        }
        return wanted.filter() == null || matches(filters.get(group.consumers().get(0)), key, entry);
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

    /** Whether a filter matches; one that cannot be read is passed over, since nobody can say. */
    boolean matches(CompiledFilter filter, long key, QueueEntry entry) {
        try {
            return filter.filter().matches(message(entry));
        } catch (UnreadableMessageException e) {
            reportUnreadable(key, e);
            return false;
        }
    }

    /** Logs, once, that a message cannot be read. */
    public void reportUnreadable(long key, UncheckedIOException cause) {
        if (unreadable.add(key)) {
            LOG.error("Message {} of {} cannot be read", MessageKey.index(key), subscription.name(), cause);
        }
    }

    Message message(QueueEntry entry) {
        Message cached = (Message) entry.cached();
        return cached != null
                ? cached
                : port.reader().read(new Place(entry.position(), entry.size())).message();
    }

    /** Whether the message lies below the dispatch mark; asks for a new mark in good time. */
    private boolean markAllows(long key) {
        int lane = MessageKey.lane(key);
        if (!subscription.durable() || MessageKey.memoryOnly(lane)) {
            return true;
        }
        long position = MessageKey.index(key);
        markRequested[lane] = Math.max(markRequested[lane], subscription.dispatchMark(lane));
        if (position + MARK_AHEAD / 2 >= markRequested[lane]) {
            markRequested[lane] = position + MARK_AHEAD;
            port.mark(subscription, lane, markRequested[lane]);
        }
        waitsForMark = position >= subscription.dispatchMark(lane);
        return !waitsForMark;
    }

    /**
     * Gives the message to a consumer of the group, or keeps it for the owner of its message group.
     *
     * @return false if the group cannot go on
     */
    private boolean give(ScanGroup group, long key) {
        int messageGroup = messages.entry(key).groupHash();
        if (messageGroup != 0 && !perConsumer) {
            splitGroups();
            return false;
        }
        ActiveConsumer owner = messageGroup == 0 ? null : messageGroups.owner(messageGroup);
        if (owner != null && accepts(owner, key)) {
            return giveToOwner(group, owner, key);
        }
        ActiveConsumer taker =
                group.next(each -> (soleActive == null || soleActive == each) && !refusals.contains(key, each));
        if (taker == null) {
            return passOver(group, key);
        }
        if (messageGroup != 0 && owner == null) {
            messageGroups.assign(messageGroup, taker);
        }
        taken(group, key);
        hand(taker, key);
        return true;
    }

    private boolean accepts(ActiveConsumer consumer, long key) {
        CompiledFilter filter = filters.get(consumer);
        QueueEntry entry = messages.entry(key);
        return !refusals.contains(key, consumer)
                && !isLocal(consumer.localContainer(), key, entry)
                && (filter == null || matches(filter, key, entry));
    }

    private boolean giveToOwner(ScanGroup group, ActiveConsumer owner, long key) {
        if (owner.hasCredit() && owner.reserved().isEmpty()) {
            taken(group, key);
            hand(owner, key);
            return true;
        }
        if (owner.reserved().size() >= ActiveConsumer.RESERVED_MAX) {
            return false;
        }
        taken(group, key);
        owner.reserved().add(key);
        reserved.add(key);
        return true;
    }

    /** Those who have credit have refused the message: goes on behind it. False if that is not the reason. */
    private boolean passOver(ScanGroup group, long key) {
        boolean othersAreActive = soleActive != null
                && !(soleActive.hasCredit() && group.consumers().contains(soleActive));
        if (othersAreActive || !returned.contains(key)) {
            return false;
        }
        group.returnedFrom(key + 1);
        return true;
    }

    private void taken(ScanGroup group, long key) {
        if (!returned.remove(key)) {
            group.moveTo(MessageKey.lane(key), MessageKey.index(key) + 1);
        }
    }

    private void hand(ActiveConsumer consumer, long key) {
        HeldDelivery delivery = delivery(consumer, key);
        held.put(key, delivery);
        consumer.deliver(delivery);
        port.dispatched();
    }

    HeldDelivery delivery(ActiveConsumer consumer, long key) {
        QueueEntry entry = messages.entry(key);
        Attempts attempts = subscription.attempts(key);
        int count = attempts.failed() + attempts.lost() + (subscription.suspected(key) ? 1 : 0);
        return new HeldDelivery(
                consumer,
                key,
                new Place(entry.position(), entry.size()),
                port.reader(),
                (Message) entry.cached(),
                count);
    }

    /** The record that says a delivery came back with its consumer. */
    public static Returned lost(HeldDelivery delivery) {
        return new Returned(delivery.subscription().id(), delivery.key(), false, true, 0);
    }
}
