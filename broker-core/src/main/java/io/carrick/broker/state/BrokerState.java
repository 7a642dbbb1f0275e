package io.carrick.broker.state;

import io.carrick.broker.AddressSettingsCatalog;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFilter;
import io.carrick.broker.NodeKind;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.record.AddressCreatedRecord;
import io.carrick.broker.record.AddressDeletedRecord;
import io.carrick.broker.record.ChunkRecord;
import io.carrick.broker.record.ChunksDiscardedRecord;
import io.carrick.broker.record.DispatchMarkRecord;
import io.carrick.broker.record.EnqueueRecord;
import io.carrick.broker.record.HalfDecision;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfRecord;
import io.carrick.broker.record.HalfRelocateRecord;
import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.record.MoveRecord;
import io.carrick.broker.record.OutcomeRecord;
import io.carrick.broker.record.PurgeRecord;
import io.carrick.broker.record.RelocateRecord;
import io.carrick.broker.record.ReturnRecord;
import io.carrick.broker.record.Returned;
import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.record.SettledKeys;
import io.carrick.broker.record.StageRecord;
import io.carrick.broker.record.StartRecord;
import io.carrick.broker.record.SubscriptionCreatedRecord;
import io.carrick.broker.record.SubscriptionDeletedRecord;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaPrepareRecord;
import io.carrick.store.queue.QueueEntry;
import io.carrick.store.timer.Timers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state machine: applies records, in order, to addresses, subscriptions and staged work. What it holds that is
 * not in the journal (temporary addresses, volatile subscriptions, messages in memory) is put in by the leader's
 * direct calls and never changes what a record does to the rest.
 */
public final class BrokerState {
    private final AddressBook addresses = new AddressBook();
    private final Map<Long, Subscription> subscriptions = new HashMap<>();
    private final Map<SubscriptionKey, Subscription> byKey = new HashMap<>();
    private final StagedTransactions staged;
    private final XaLedger branches = new XaLedger();
    private final HalfLedger halves;
    private final AddressSettingsCatalog catalog;
    private final FilterCompiler filters;
    private final StateResources resources;
    private final MessageReader reader;
    private final Timers timers;
    private final DeliveryFrontier frontier = new DeliveryFrontier();
    private StateListener listener = StateListener.NONE;
    private final TransactionOutcomes outcomes = new TransactionOutcomes();
    private long lastId;
    private long epoch;

    public BrokerState(
            AddressSettingsCatalog catalog,
            FilterCompiler filters,
            StateResources resources,
            MessageReader reader,
            Timers timers,
            HalfSettings halfMessages) {
        this.catalog = catalog;
        this.filters = filters;
        this.resources = resources;
        this.reader = reader;
        this.timers = timers;
        staged = new StagedTransactions(resources);
        halves = new HalfLedger(halfMessages, resources, timers);
    }

    /** From now on the listener follows what happens. */
    public void listener(StateListener follower) {
        listener = follower;
    }

    public AddressBook addresses() {
        return addresses;
    }

    /** The subscription with that id, null if there is none. */
    public Subscription subscription(long id) {
        return subscriptions.get(id);
    }

    /** The named subscription, null if there is none. */
    public Subscription subscription(SubscriptionKey key) {
        return byKey.get(key);
    }

    /** Highest id of an address or subscription that the journal has seen. */
    public long lastId() {
        return lastId;
    }

    /** Number of the last start. */
    public long epoch() {
        return epoch;
    }

    public LargeBodies largeBodies() {
        return resources.largeBodies();
    }

    public MessageCache cache() {
        return resources.cache();
    }

    public Timers timers() {
        return timers;
    }

    DeliveryFrontier frontier() {
        return frontier;
    }

    AddressSettingsCatalog catalog() {
        return catalog;
    }

    StateResources resources() {
        return resources;
    }

    /** Whether messages wait for the outcome of that transaction. */
    public boolean isOpen(long transactionId) {
        return staged.isOpen(transactionId);
    }

    /** The transactions committed lately, by the journal. */
    public TransactionOutcomes outcomes() {
        return outcomes;
    }

    /** How many messages wait for the outcome of that transaction. */
    public int stagedMessages(long transactionId) {
        return staged.size(transactionId);
    }

    /** The branches of distributed transactions that the journal knows. */
    public XaLedger branches() {
        return branches;
    }

    StagedTransactions staged() {
        return staged;
    }

    /** The half messages. */
    public HalfLedger halves() {
        return halves;
    }

    void restored(long restoredLastId, long restoredEpoch) {
        lastId = restoredLastId;
        epoch = restoredEpoch;
    }

    /** Applies one record. */
    public void apply(JournalRecord record) {
        switch (record.kind()) {
            case ENQUEUE -> enqueue((EnqueueRecord) record);
            case SETTLE -> settle(((SettleRecord) record).settled());
            case RETURN -> returned(((ReturnRecord) record).returned());
            case STAGE -> staged.stage((StageRecord) record);
            case OUTCOME -> outcome((OutcomeRecord) record);
            case XA_PREPARE -> lock(branches.prepare((XaPrepareRecord) record));
            case XA_OUTCOME -> decide((XaOutcomeRecord) record);
            case MOVE -> move((MoveRecord) record);
            case DISPATCH_MARK -> mark((DispatchMarkRecord) record);
            case CHUNK -> addChunk((ChunkRecord) record);
            case CHUNKS_DISCARDED -> resources.largeBodies().discard(((ChunksDiscardedRecord) record).largeBodyId());
            case PURGE -> purge((PurgeRecord) record);
            case RELOCATE -> relocate((RelocateRecord) record);
            case HALF -> halves.prepare((HalfRecord) record);
            case HALF_EVENT -> happened((HalfEventRecord) record);
            case HALF_RELOCATE -> halves.relocate((HalfRelocateRecord) record);
            case START -> start((StartRecord) record);
            case ADDRESS_CREATED -> createAddress((AddressCreatedRecord) record);
            case ADDRESS_DELETED -> deleteAddress((AddressDeletedRecord) record);
            case SUBSCRIPTION_CREATED -> createSubscription((SubscriptionCreatedRecord) record);
            case SUBSCRIPTION_DELETED -> deleteSubscription(((SubscriptionDeletedRecord) record).id());
        }
    }

    private void addChunk(ChunkRecord record) {
        resources.largeBodies().add(record.largeBodyId(), record.position(), record.size(), record.bytes().length);
    }

    private void start(StartRecord record) {
        epoch = record.epoch();
        staged.rollBackAllBut(branches.transactions());
        resources.largeBodies().discardUnfinished();
        subscriptions.values().forEach(Subscription::suspect);
    }

    // --- addresses and subscriptions

    private void createAddress(AddressCreatedRecord record) {
        lastId = Math.max(lastId, record.id());
        addAddress(record.id(), new Destination(record.name(), record.nodeKind()), record.autoCreated());
    }

    Address addAddress(long id, Destination destination, boolean autoCreated) {
        Address address = new Address(id, destination, autoCreated, catalog.settings(destination.name()), resources);
        addresses.add(address);
        if (destination.kind() == NodeKind.QUEUE) {
            add(new Subscription(id, address, null, null, null, null, id > 0));
        }
        return address;
    }

    /** Creates the dynamic node of a connection, of which the journal knows nothing. */
    public Address createTemporary(long negativeId, Destination destination) {
        return addAddress(negativeId, destination, false);
    }

    private void deleteAddress(AddressDeletedRecord record) {
        Address address = addresses.byId(record.id());
        if (address != null && (!record.onlyIfEmpty() || isEmpty(address))) {
            deleteAddress(record.id());
        }
    }

    /** As far as the journal knows. */
    private boolean isEmpty(Address address) {
        if (staged.isWaitedFor(address.id()) || halves.isWaitedFor(address.id())) {
            return false;
        }
        return address.kind() == NodeKind.QUEUE ? address.only().unsettledInJournal() == 0 : !address.keepsMessages();
    }

    /** Deletes an address; by record, or directly if it is temporary. */
    public void deleteAddress(long id) {
        Address address = addresses.remove(id);
        if (address == null) {
            return;
        }
        address.markDeleted();
        for (Subscription each : List.copyOf(address.subscriptions())) {
            forget(each);
        }
        address.messages().clear();
        listener.removed(address);
    }

    private void createSubscription(SubscriptionCreatedRecord record) {
        lastId = Math.max(lastId, record.id());
        Address address = addresses.byId(record.addressId());
        if (address == null) {
            return;
        }
        FilterSpec filter =
                record.filterText() == null ? null : new FilterSpec(record.filterLanguage(), record.filterText());
        add(newSubscription(
                record.id(),
                address,
                new SubscriptionKey(record.scope(), record.name(), record.shared(), true),
                filter,
                record.noLocalContainer(),
                true));
    }

    /**
     * Creates a subscription that lives as long as its connections, of which the journal knows nothing.
     *
     * @param key its name, or null
     */
    public Subscription createVolatile(
            long negativeId, Address address, SubscriptionKey key, FilterSpec filter, String noLocalContainer) {
        Subscription subscription = newSubscription(negativeId, address, key, filter, noLocalContainer, false);
        add(subscription);
        return subscription;
    }

    Subscription newSubscription(
            long id,
            Address address,
            SubscriptionKey key,
            FilterSpec filter,
            String noLocalContainer,
            boolean durable) {
        Subscription subscription =
                new Subscription(id, address, key, filter, compile(filter), noLocalContainer, durable);
        subscription.startAtEnd();
        return subscription;
    }

    private MessageFilter compile(FilterSpec filter) {
        try {
            return filter == null ? null : filters.compile(filter);
        } catch (InvalidFilterException e) {
            throw new IllegalStateException("stored filter does not compile: " + filter, e);
        }
    }

    void add(Subscription subscription) {
        subscription.address().add(subscription);
        subscriptions.put(subscription.id(), subscription);
        if (subscription.key() != null) {
            byKey.put(subscription.key(), subscription);
        }
    }

    /** Deletes a subscription; by record, or directly if it is volatile. */
    public void deleteSubscription(long id) {
        Subscription subscription = subscriptions.get(id);
        if (subscription != null) {
            forget(subscription);
        }
    }

    private void forget(Subscription subscription) {
        subscriptions.remove(subscription.id());
        if (subscription.key() != null) {
            byKey.remove(subscription.key());
        }
        subscription.address().remove(subscription);
        listener.removed(subscription);
    }

    // --- messages

    private void enqueue(EnqueueRecord record) {
        Address address = addresses.byId(record.addressId());
        if (address != null) {
            enqueue(address, record.body(), new Place(record.position(), record.size()));
        } else {
            resources.largeBodies().discard(record.body().largeBodyId());
        }
    }

    private void enqueue(Address address, MessageBody body, Place place) {
        String deduplicationId = body.message().deduplicationId();
        if (deduplicationId != null && !address.deduplication().add(deduplicationId)) {
            resources.largeBodies().discard(body.largeBodyId());
            return;
        }
        add(address, body, address.keepsMessages() ? place : null);
    }

    /** Adds a message of which the journal knows nothing, unless it is a duplicate. */
    public void enqueueInMemory(Address address, MessageBody body) {
        String id = body.message().deduplicationId();
        if (id != null
                && (address.deduplication().contains(id)
                        || !address.deduplicationInMemory().add(id))) {
            resources.largeBodies().discard(body.largeBodyId());
            return;
        }
        add(address, body, null);
    }

    private void add(Address address, MessageBody body, Place place) {
        address.routedOne();
        List<Subscription> all = address.subscriptions();
        if (all.isEmpty()) {
            resources.largeBodies().discard(body.largeBodyId());
            return;
        }
        Message message = body.message();
        long key = address.messages().add(body, place);
        var entry = address.messages().entry(key);
        if (message.expiryTime() > 0) {
            timers.schedule(message.expiryTime(), TimerKind.EXPIRE.ordinal(), address.id(), key);
        }
        if (message.deliverAt() > 0) {
            timers.schedule(message.deliverAt(), TimerKind.DELIVER.ordinal(), address.id(), key);
        }
        boolean scheduled = message.deliverAt() > 0 && frontier.isBelow(message.deliverAt(), address.id(), key);
        for (int i = 0; i < all.size(); i++) {
            Subscription subscription = all.get(i);
            if (subscription.accepts(message)) {
                subscription.arrived(key, scheduled);
                listener.arrived(subscription, key, entry);
            } else {
                long watermark = subscription.watermark(MessageKey.lane(key));
                subscription.passedOver(key);
                address.settled(subscription, key, watermark);
            }
        }
    }

    private void settle(List<SettledKeys> all) {
        for (SettledKeys one : all) {
            Subscription subscription = subscriptions.get(one.subscriptionId());
            if (subscription != null) {
                for (int i = 0; i < one.count(); i++) {
                    settle(subscription, one.keys()[i]);
                }
            }
        }
    }

    /** Settles a message; directly only where the journal knows nothing of it. False if it was settled before. */
    public boolean settle(Subscription subscription, long key) {
        long watermark = subscription.watermark(MessageKey.lane(key));
        boolean scheduled = subscription.scheduled() > 0 && isScheduled(subscription.address(), key);
        if (!subscription.settle(key)) {
            return false;
        }
        if (scheduled) {
            subscription.timeCame(key);
        }
        subscription.address().settled(subscription, key, watermark);
        return true;
    }

    private boolean isScheduled(Address address, long key) {
        QueueEntry entry = address.messages().entry(key);
        return entry != null && entry.deliverAt() > 0 && frontier.isBelow(entry.deliverAt(), address.id(), key);
    }

    /** The delivery time of a message has come; known to the leader only. */
    public void timeCame(long time, Address address, long key) {
        if (frontier.advance(time, address.id(), key)) {
            for (Subscription subscription : address.subscriptions()) {
                if (!subscription.isSettled(key)) {
                    subscription.timeCame(key);
                }
            }
        }
    }

    private void returned(List<Returned> all) {
        for (Returned one : all) {
            Subscription subscription = subscriptions.get(one.subscriptionId());
            if (subscription != null) {
                returned(subscription, one);
            }
        }
    }

    /** A message came back; called directly only where the journal knows nothing of it. */
    public void returned(Subscription subscription, Returned one) {
        subscription.returned(one);
        if (one.notBefore() > 0) {
            timers.schedule(one.notBefore(), TimerKind.REDELIVER.ordinal(), subscription.id(), one.key());
        }
        listener.returned(subscription, one.key());
    }

    private void mark(DispatchMarkRecord record) {
        Subscription subscription = subscriptions.get(record.subscriptionId());
        if (subscription != null) {
            subscription.mark(record.lane(), record.index());
            listener.marked(subscription);
        }
    }

    private void move(MoveRecord record) {
        Address target = addresses.byId(record.addressId());
        if (target != null) {
            add(target, record.body(), target.keepsMessages() ? new Place(record.position(), record.size()) : null);
        }
        for (SettledKeys one : record.settled()) {
            Subscription subscription = subscriptions.get(one.subscriptionId());
            if (subscription != null) {
                subscription.left(record.expired());
            }
        }
        settle(record.settled());
    }

    private void purge(PurgeRecord record) {
        Subscription subscription = subscriptions.get(record.subscriptionId());
        if (subscription == null) {
            return;
        }
        Set<Long> kept = new HashSet<>();
        for (long key : record.kept()) {
            kept.add(key);
        }
        for (long index = subscription.watermark(record.lane()); index < record.end(); index++) {
            long key = MessageKey.of(record.lane(), index);
            if (!kept.contains(key) && !subscription.isLocked(key)) {
                settle(subscription, key);
            }
        }
    }

    private void relocate(RelocateRecord record) {
        Address address = addresses.byId(record.addressId());
        if (address != null) {
            Place place = new Place(record.position(), record.size());
            address.messages().relocate(record.key(), place);
            listener.relocated(address, record.key(), place);
        }
    }

    // --- transactions

    private void outcome(OutcomeRecord record) {
        if (record.committed()) {
            outcomes.committed(record.transactionId(), record.timestamp());
            commit(record.transactionId());
        } else {
            staged.rollBack(record.transactionId());
        }
        settle(record.settled());
        returned(record.returned());
        for (HalfDecision each : record.halves()) {
            endHalf(halves.decide(each.key(), each.commit(), record.timestamp()), each.commit());
        }
    }

    /** Nobody is given what the branch will settle. */
    void lock(PreparedBranch branch) {
        for (SettledKeys one : branch.locked()) {
            Subscription subscription = subscriptions.get(one.subscriptionId());
            if (subscription != null) {
                for (int i = 0; i < one.count(); i++) {
                    subscription.lock(one.keys()[i]);
                }
            }
        }
    }

    private void unlock(PreparedBranch branch, boolean commit) {
        for (SettledKeys one : branch.locked()) {
            Subscription subscription = subscriptions.get(one.subscriptionId());
            for (int i = 0; subscription != null && i < one.count(); i++) {
                subscription.unlock(one.keys()[i]);
                if (commit) {
                    settle(subscription, one.keys()[i]);
                } else {
                    listener.returned(subscription, one.keys()[i]);
                }
            }
        }
    }

    private void decide(XaOutcomeRecord record) {
        PreparedBranch branch = branches.decide(record);
        if (record.decision() == XaOutcomeRecord.Decision.FORGET) {
            return;
        }
        if (record.decision().commits()) {
            commit(record.transactionId());
        } else {
            staged.rollBack(record.transactionId());
        }
        for (Returned one : record.returned()) {
            Subscription subscription = subscriptions.get(one.subscriptionId());
            if (subscription != null) {
                subscription.returned(one);
            }
        }
        if (branch != null) {
            unlock(branch, record.decision().commits());
        }
        settle(record.settled());
    }

    private void commit(long transactionId) {
        for (StagedWork.Staged one : staged.end(transactionId)) {
            show(one);
            staged.release(one);
        }
    }

    /** Makes a message visible that was kept invisible until now. */
    private void show(StagedWork.Staged one) {
        Address address = addresses.byId(one.addressId());
        if (address != null) {
            enqueue(address, one.body() != null ? one.body() : reader.read(one.place()), one.place());
        }
    }

    private void happened(HalfEventRecord record) {
        endHalf(halves.apply(record), record.event() == HalfEvent.COMMIT);
    }

    private void endHalf(List<StagedWork.Staged> messages, boolean commit) {
        for (StagedWork.Staged one : messages) {
            if (commit) {
                show(one);
            }
            halves.release(one);
        }
    }
}
