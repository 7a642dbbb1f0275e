package io.carrick.broker.dispatch;

import io.carrick.broker.Message;
import io.carrick.broker.state.Attempts;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.Subscription;
import io.carrick.store.queue.QueueEntry;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gives the messages of one subscription to its consumers. */
public final class SubscriptionDispatch {
    private final Subscription subscription;
    private final MessageQueue messages;
    private final DispatchPort port;
    private final List<ActiveConsumer> consumers = new ArrayList<>();
    private final List<BrowseCursor> browsers = new ArrayList<>();
    private final HeldDeliveries held = new HeldDeliveries();
    private final ReturnedMessages returned = new ReturnedMessages();
    private final Refusals refusals = new Refusals();
    private final MessageGroups messageGroups = new MessageGroups();
    private final Matching matching;
    private final ScanGroups groups;
    private final Availability availability;
    private final Scan scan;
    private final MarkGate marks;
    private boolean regroup;
    private ActiveConsumer soleActive;

    public SubscriptionDispatch(Subscription subscription, DispatchPort port) {
        this.subscription = subscription;
        this.port = port;
        messages = subscription.address().messages();
        matching = new Matching(subscription, port);
        groups = new ScanGroups(messages, matching);
        availability = new Availability(subscription, port, matching, held, messageGroups);
        scan = new Scan(subscription, returned, availability);
        marks = new MarkGate(subscription, port);
    }

    public Subscription subscription() {
        return subscription;
    }

    // --- consumers

    /** Adds a consumer that takes messages. */
    public void add(ActiveConsumer consumer, CompiledFilter filter) {
        consumers.add(consumer);
        matching.add(consumer, filter);
        groups.join(consumer);
        electSoleActive();
        marks.prepare();
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
        groups.leave(consumer);
        electSoleActive();
        refusals.forget(consumer);
        if (consumers.isEmpty()) {
            returned.clear();
        }
        matching.remove(consumer);
        messageGroups.release(consumer).forEach(this::ready);
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
        groups.arrived(key, entry);
    }

    /**
     * A message is on its way back through the journal. Until it has arrived nothing is given out, so that none behind
     * it overtakes it.
     */
    public void comingBack(HeldDelivery delivery) {
        held.comingBack(delivery);
    }

    /** A message came back and may be tried again. */
    public void returned(long key) {
        if (held.cameBack(key) && subscription.attempts(key).notBefore() <= port.now()) {
            ready(key);
        }
    }

    /** A message is available (again), at its old place. */
    public void ready(long key) {
        if (!held.isFree(key) || !availability.isDeliverable(key, port.now())) {
            return;
        }
        if (consumers.isEmpty() || groups.perConsumer() && waitsForOwner(key)) {
            return;
        }
        returned.add(key);
        groups.returned(key);
    }

    /** Whether other messages of its group wait for their owner already: then it waits among them, in its place. */
    private boolean waitsForOwner(long key) {
        ActiveConsumer owner = messageGroups.owner(messages.entry(key).groupHash());
        if (owner == null || owner.reserved().isEmpty() || !accepts(owner, key)) {
            return false;
        }
        messageGroups.reserve(key, owner);
        return true;
    }

    /** Takes a delivery back without any trace. */
    public void release(HeldDelivery delivery, boolean notToItsConsumer) {
        held.end(delivery);
        if (notToItsConsumer) {
            refusals.add(delivery.key(), delivery.holder());
        }
        ready(delivery.key());
    }

    /** A held message cannot be read: it stays, and is given to nobody as long as there are consumers. */
    public void passOver(HeldDelivery delivery) {
        held.passOver(delivery);
    }

    /** Logs, once, that a message cannot be read. */
    public void reportUnreadable(long key, UncheckedIOException cause) {
        matching.reportUnreadable(key, cause);
    }

    /** A held message is settled. */
    public void settled(HeldDelivery delivery) {
        held.end(delivery);
        refusals.forget(delivery.key());
    }

    /** Whether somebody holds the message. */
    public boolean holds(long key) {
        return held.contains(key);
    }

    /** The message lies at another place of the log now. */
    public void relocated(long key, Place place) {
        held.relocated(key, place);
    }

    /** Whether somebody holds the message or it waits for the owner of its group. */
    public boolean isHeld(long key) {
        return held.contains(key) || messageGroups.isReserved(key);
    }

    /** All that consumers hold. */
    public Collection<HeldDelivery> held() {
        return held.all();
    }

    /** What one consumer holds and has not settled, in the order of dispatch. */
    public List<HeldDelivery> heldBy(ActiveConsumer consumer) {
        return held.of(consumer);
    }

    /** The dispatch mark has moved. */
    public void marked() {
        marks.marked();
    }

    /** A consumer has new credit: it may take what others have refused. */
    public void creditChanged() {
        if (!refusals.isEmpty()) {
            groups.returned(0);
        }
    }

    // --- dispatch

    /** Gives out what can be given out, then answers drains. */
    public void run() {
        long now = port.now();
        do {
            regroup = false;
            for (int i = 0; i < groups.size() && !mustWait() && !regroup; i++) {
                serve(groups.inTurn(i), now);
            }
        } while (regroup);
        groups.endRound();
        for (int i = 0; i < browsers.size(); i++) {
            browsers.get(i).run(now);
        }
        if (!mustWait()) {
            answerDrains();
        }
    }

    /** Whether something is on its way through the journal that comes before whatever could be given out now. */
    private boolean mustWait() {
        return marks.isClosed() || held.isAwaited();
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
        while (!marks.isClosed() && group.hasCredit()) {
            long key = scan.next(group, now);
            if (key == ReturnedMessages.NONE || !marks.allows(key) || !give(group, key)) {
                return;
            }
        }
    }

    private void serveReserved(ActiveConsumer consumer, long now) {
        while (!marks.isClosed() && !consumer.reserved().isEmpty() && consumer.hasCredit()) {
            long key = consumer.reserved().first();
            boolean there = availability.isDeliverable(key, now);
            if (there && !marks.allows(key)) {
                return;
            }
            // Others may have stopped because so much was reserved.
            regroup |= MessageGroups.isFull(consumer);
            messageGroups.takeFirst(consumer);
            if (there) {
                hand(consumer, key);
            }
        }
    }

    /**
     * Gives the message to a consumer of the group, or keeps it for the owner of its message group.
     *
     * @return false if the group cannot go on
     */
    private boolean give(ScanGroup group, long key) {
        int messageGroup = messages.entry(key).groupHash();
        if (messageGroup != 0 && !groups.perConsumer()) {
            groups.split();
            regroup = true;
            return false;
        }
        ActiveConsumer owner = messageGroups.owner(messageGroup);
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
        scan.taken(group, key);
        hand(taker, key);
        return true;
    }

    private boolean accepts(ActiveConsumer consumer, long key) {
        return !refusals.contains(key, consumer) && matching.matches(consumer, key, messages.entry(key));
    }

    private boolean giveToOwner(ScanGroup group, ActiveConsumer owner, long key) {
        if (owner.hasCredit() && owner.reserved().isEmpty()) {
            scan.taken(group, key);
            hand(owner, key);
            return true;
        }
        if (MessageGroups.isFull(owner)) {
            return false;
        }
        scan.taken(group, key);
        messageGroups.reserve(key, owner);
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

    private void hand(ActiveConsumer consumer, long key) {
        HeldDelivery delivery = delivery(consumer, key);
        held.add(delivery);
        consumer.deliver(delivery);
        port.dispatched();
    }

    // --- for browsers

    /** Whether the message can be given to somebody now. */
    boolean isReady(long key, long now) {
        return availability.isReady(key, now);
    }

    boolean matches(CompiledFilter filter, long key, QueueEntry entry) {
        return matching.matches(filter, key, entry);
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
}
