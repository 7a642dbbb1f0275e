package io.carrick.broker.state;

import io.carrick.broker.AddressSettingsCatalog;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.OutcomeSettings;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.record.AddressCreatedRecord;
import io.carrick.broker.record.AddressDeletedRecord;
import io.carrick.broker.record.ChunkRecord;
import io.carrick.broker.record.ChunksDiscardedRecord;
import io.carrick.broker.record.Condemned;
import io.carrick.broker.record.DispatchMarkRecord;
import io.carrick.broker.record.EnqueueRecord;
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
import io.carrick.broker.record.StageRecord;
import io.carrick.broker.record.StartRecord;
import io.carrick.broker.record.SubscriptionCreatedRecord;
import io.carrick.broker.record.SubscriptionDeletedRecord;
import io.carrick.broker.record.XaOutcomeRecord;
import io.carrick.broker.record.XaPrepareRecord;
import io.carrick.store.timer.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * The state machine: applies records, in order, to addresses, subscriptions and staged work. Each family of records has
 * an applier of its own; here is who applies what. What the state holds that is not in the journal (temporary addresses,
 * volatile subscriptions, messages in memory) is put in by the leader's direct calls and never changes what a record does
 * to the rest.
 */
public final class BrokerState {
    private final AddressBook addresses = new AddressBook();
    private final SubscriptionBook subscriptions = new SubscriptionBook();
    private final StagedTransactions staged;
    private final XaLedger branchLedger;
    private final HalfLedger halfLedger;
    private final StateResources resources;
    private final Timers timers;
    private final DeliveryFrontier frontier = new DeliveryFrontier();
    private final Followers followers = new Followers();
    private final StructureApplier structure;
    private final MessageApplier messages;
    private final HalfApplier halves;
    private final TransactionApplier transactions;
    private final BranchApplier branches;
    private long epoch;

    public BrokerState(
            AddressSettingsCatalog catalog,
            FilterCompiler filters,
            StateResources resources,
            MessageReader reader,
            Timers timers,
            HalfSettings halfMessages,
            OutcomeSettings branchOutcomes) {
        this.resources = resources;
        this.timers = timers;
        staged = new StagedTransactions(resources);
        branchLedger = new XaLedger(branchOutcomes);
        halfLedger = new HalfLedger(halfMessages, resources, timers);
        structure = new StructureApplier(
                addresses, subscriptions, catalog, filters, resources, this::isWaitedFor, followers);
        messages = new MessageApplier(addresses, subscriptions, resources, reader, timers, frontier, followers);
        halves = new HalfApplier(halfLedger, messages);
        transactions = new TransactionApplier(staged, halves, messages);
        branches = new BranchApplier(branchLedger, subscriptions, transactions, messages, followers);
    }

    private boolean isWaitedFor(long addressId) {
        return staged.isWaitedFor(addressId) || halfLedger.isWaitedFor(addressId);
    }

    // --- records

    /** Applies one record. */
    public void apply(JournalRecord record) {
        switch (record.kind()) {
            case START -> start((StartRecord) record);
            case ADDRESS_CREATED -> structure.apply((AddressCreatedRecord) record);
            case ADDRESS_DELETED -> structure.apply((AddressDeletedRecord) record);
            case SUBSCRIPTION_CREATED -> structure.apply((SubscriptionCreatedRecord) record);
            case SUBSCRIPTION_DELETED -> structure.apply((SubscriptionDeletedRecord) record);
            case CHUNK -> messages.apply((ChunkRecord) record);
            case CHUNKS_DISCARDED -> messages.apply((ChunksDiscardedRecord) record);
            case ENQUEUE -> messages.apply((EnqueueRecord) record);
            case SETTLE -> messages.apply((SettleRecord) record);
            case RETURN -> messages.apply((ReturnRecord) record);
            case DISPATCH_MARK -> messages.apply((DispatchMarkRecord) record);
            case MOVE -> messages.apply((MoveRecord) record);
            case PURGE -> messages.apply((PurgeRecord) record);
            case RELOCATE -> messages.apply((RelocateRecord) record);
            case STAGE -> transactions.apply((StageRecord) record);
            case OUTCOME -> transactions.apply((OutcomeRecord) record);
            case XA_PREPARE -> branches.apply((XaPrepareRecord) record);
            case XA_OUTCOME -> branches.apply((XaOutcomeRecord) record);
            case HALF -> halves.apply((HalfRecord) record);
            case HALF_EVENT -> halves.apply((HalfEventRecord) record);
            case HALF_RELOCATE -> halves.apply((HalfRelocateRecord) record);
        }
    }

    /** What the one before had begun is over, but for what is prepared. */
    private void start(StartRecord record) {
        epoch = record.epoch();
        transactions.rollBackAllBut(branchLedger.transactions());
        resources.largeBodies().discardUnfinished();
        subscriptions.all().forEach(Subscription::suspect);
    }

    // --- what the journal knows nothing of

    /** From now on the listener follows what happens. */
    public void listener(StateListener follower) {
        followers.follow(follower);
    }

    /** Creates the dynamic node of a connection, of which the journal knows nothing. */
    public Address createTemporary(long negativeId, Destination destination) {
        return structure.addAddress(negativeId, destination, false);
    }

    /** Deletes a temporary address. */
    public void deleteAddress(long id) {
        structure.deleteAddress(id);
    }

    /**
     * Creates a subscription that lives as long as its connections, of which the journal knows nothing.
     *
     * @param key its name, or null
     */
    public Subscription createVolatile(
            long negativeId, Address address, SubscriptionKey key, FilterSpec filter, String noLocalContainer) {
        return structure.addSubscription(negativeId, address, key, filter, noLocalContainer, false);
    }

    /** Deletes a volatile subscription. */
    public void deleteSubscription(long id) {
        structure.deleteSubscription(id);
    }

    /** Adds a message of which the journal knows nothing, unless it is a duplicate. */
    public void enqueueInMemory(Address address, MessageBody body) {
        messages.enqueueInMemory(address, body);
    }

    /** Settles a message of which the journal knows nothing. False if it was settled before. */
    public boolean settle(Subscription subscription, long key) {
        return messages.settle(subscription, key);
    }

    /** A message came back of which the journal knows nothing. */
    public void returned(Subscription subscription, Returned one) {
        messages.returned(subscription, one);
    }

    /** The delivery time of a message has come; known to the leader only. */
    public void timeCame(long time, Address address, long key) {
        messages.timeCame(time, address, key);
    }

    // --- questions

    public AddressBook addresses() {
        return addresses;
    }

    /** The subscription with that id, null if there is none. */
    public Subscription subscription(long id) {
        return subscriptions.byId(id);
    }

    /** The named subscription, null if there is none. */
    public Subscription subscription(SubscriptionKey key) {
        return subscriptions.byKey(key);
    }

    /** All messages that commits have sent to the dead-letter address and that are not there yet. */
    public List<Condemned> condemned() {
        List<Condemned> all = new ArrayList<>();
        for (Subscription subscription : subscriptions.all()) {
            subscription.condemned().forEach((key, reason) -> all.add(new Condemned(subscription.id(), key, reason)));
        }
        return all;
    }

    /** Highest id of an address or subscription that the journal has seen. */
    public long lastId() {
        return structure.lastId();
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

    /** Whether messages wait for the outcome of that transaction. */
    public boolean isOpen(long transactionId) {
        return staged.isOpen(transactionId);
    }

    /** How many messages wait for the outcome of that transaction. */
    public int stagedMessages(long transactionId) {
        return staged.size(transactionId);
    }

    /** The address of each message that waits for the outcome of that transaction. */
    public List<Long> stagedAddresses(long transactionId) {
        return staged.addresses(transactionId);
    }

    /** The transactions committed lately, by the journal. */
    public TransactionOutcomes outcomes() {
        return transactions.outcomes();
    }

    /** The branches of distributed transactions that the journal knows. */
    public XaLedger branches() {
        return branchLedger;
    }

    /** The half messages. */
    public HalfLedger halves() {
        return halfLedger;
    }

    // --- the image

    StructureApplier structure() {
        return structure;
    }

    DeliveryFrontier frontier() {
        return frontier;
    }

    StagedTransactions staged() {
        return staged;
    }

    /** Takes what the image has besides its parts, when these are read. */
    void restored(long lastId, long lastEpoch) {
        structure.restored(lastId);
        epoch = lastEpoch;
        branches.restored();
    }
}
