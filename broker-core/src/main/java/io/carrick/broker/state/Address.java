package io.carrick.broker.state;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Destination;
import io.carrick.broker.NodeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A name clients send to, with its messages and subscriptions. */
public final class Address {
    private final long id;
    private final Destination destination;
    private final boolean autoCreated;
    private final AddressSettings settings;
    private final MessageQueue messages;
    private final Deduplication deduplication;
    private final Deduplication deduplicationInMemory;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final long[] trimmed = new long[MessageKey.LANES];
    private final int[] atTrimmed = new int[MessageKey.LANES];
    private int durableSubscriptions;
    private long routed;
    private boolean deleted;
    private boolean leaving;

    Address(long id, Destination destination, boolean autoCreated, AddressSettings settings, StateResources resources) {
        this.id = id;
        this.destination = destination;
        this.autoCreated = autoCreated;
        this.settings = settings;
        messages = new MessageQueue(resources);
        deduplication = new Deduplication(settings.deduplicationWindow());
        deduplicationInMemory = new Deduplication(settings.deduplicationWindow());
    }

    /** Positive; negative for temporary ones, of which the journal knows nothing. */
    public long id() {
        return id;
    }

    public String name() {
        return destination.name();
    }

    public NodeKind kind() {
        return destination.kind();
    }

    public Destination destination() {
        return destination;
    }

    /** Whether it is the dynamic node of a connection. */
    public boolean temporary() {
        return id < 0;
    }

    public boolean autoCreated() {
        return autoCreated;
    }

    public AddressSettings settings() {
        return settings;
    }

    public MessageQueue messages() {
        return messages;
    }

    public Deduplication deduplication() {
        return deduplication;
    }

    /** All subscriptions; a queue has exactly one. */
    public List<Subscription> subscriptions() {
        return Collections.unmodifiableList(subscriptions);
    }

    /** The one subscription of a queue. */
    public Subscription only() {
        return subscriptions.get(0);
    }

    /** Whether a durable message sent here must be written to the journal. */
    public boolean keepsMessages() {
        return durableSubscriptions > 0;
    }

    /** Messages that were routed here since the start. */
    public long routed() {
        return routed;
    }

    /** Whether it is no longer in the book. */
    public boolean deleted() {
        return deleted;
    }

    /**
     * Whether its deletion is on its way through the journal: what comes now must wait for that. Known to the leader
     * only.
     */
    public boolean leaving() {
        return leaving;
    }

    public void leaving(boolean isLeaving) {
        leaving = isLeaving;
    }

    /** Ids of messages that the journal knows nothing of. */
    public Deduplication deduplicationInMemory() {
        return deduplicationInMemory;
    }

    void markDeleted() {
        deleted = true;
    }

    void routedOne() {
        routed++;
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
        if (subscription.durable()) {
            durableSubscriptions++;
        }
        for (int lane = 0; lane < MessageKey.LANES; lane++) {
            recount(lane);
        }
    }

    void remove(Subscription subscription) {
        if (subscriptions.remove(subscription)) {
            if (subscription.durable()) {
                durableSubscriptions--;
            }
            trimAll();
        }
    }

    /** A subscription is done with a message: when all are, it goes. */
    void settled(Subscription subscription, long key, long watermarkBefore) {
        if (subscriptions.size() == 1) {
            messages.remove(key);
            return;
        }
        int lane = MessageKey.lane(key);
        if (watermarkBefore <= trimmed[lane]
                && subscription.watermark(lane) > watermarkBefore
                && --atTrimmed[lane] <= 0) {
            trim(lane);
        }
    }

    /** Removes what all subscriptions are done with, as far as no older message is unsettled. */
    private void trim(int lane) {
        if (!messages.uses(lane)) {
            return;
        }
        recount(lane);
        for (long index = messages.first(lane); index < trimmed[lane]; index = messages.nextLive(lane, index + 1)) {
            messages.remove(MessageKey.of(lane, index));
        }
    }

    /** Finds the lowest watermark and how many subscriptions stand there. */
    private void recount(int lane) {
        long low = messages.end(lane);
        for (Subscription each : subscriptions) {
            low = Math.min(low, each.watermark(lane));
        }
        trimmed[lane] = low;
        int count = 0;
        for (Subscription each : subscriptions) {
            if (each.watermark(lane) <= trimmed[lane]) {
                count++;
            }
        }
        atTrimmed[lane] = count;
    }

    /** Takes up the trimming where the subscriptions stand: after a restart, or when one has gone. */
    void trimAll() {
        for (int lane = 0; lane < MessageKey.LANES; lane++) {
            trim(lane);
            if (kind() == NodeKind.TOPIC && subscriptions.size() == 1 && messages.uses(lane)) {
                removeSettled(only(), lane);
            }
        }
    }

    /** A subscription that has become the only one: what it settled before, out of order, waits for nobody else. */
    private void removeSettled(Subscription subscription, int lane) {
        for (long index = messages.first(lane);
                index < messages.end(lane);
                index = messages.nextLive(lane, index + 1)) {
            long key = MessageKey.of(lane, index);
            if (subscription.isSettled(key)) {
                messages.remove(key);
            }
        }
    }
}
