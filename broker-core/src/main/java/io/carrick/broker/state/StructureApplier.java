package io.carrick.broker.state;

import io.carrick.broker.AddressSettingsCatalog;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.MessageFilter;
import io.carrick.broker.NodeKind;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.record.AddressCreatedRecord;
import io.carrick.broker.record.AddressDeletedRecord;
import io.carrick.broker.record.SubscriptionCreatedRecord;
import io.carrick.broker.record.SubscriptionDeletedRecord;
import java.util.List;
import java.util.function.LongPredicate;

/** Creates and deletes addresses and subscriptions. */
final class StructureApplier {
    private final AddressBook addresses;
    private final SubscriptionBook subscriptions;
    private final AddressSettingsCatalog catalog;
    private final FilterCompiler filters;
    private final StateResources resources;
    private final LongPredicate isWaitedFor;
    private final Followers followers;
    private long lastId;

    /** @param isWaitedFor whether invisible messages wait to go to the address of that id */
    StructureApplier(
            AddressBook addresses,
            SubscriptionBook subscriptions,
            AddressSettingsCatalog catalog,
            FilterCompiler filters,
            StateResources resources,
            LongPredicate isWaitedFor,
            Followers followers) {
        this.addresses = addresses;
        this.subscriptions = subscriptions;
        this.catalog = catalog;
        this.filters = filters;
        this.resources = resources;
        this.isWaitedFor = isWaitedFor;
        this.followers = followers;
    }

    /** Highest id that the journal has given. */
    long lastId() {
        return lastId;
    }

    void restored(long restoredLastId) {
        lastId = restoredLastId;
    }

    void apply(AddressCreatedRecord record) {
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

    void apply(AddressDeletedRecord record) {
        Address address = addresses.byId(record.id());
        if (address != null && (!record.onlyIfEmpty() || isEmpty(address))) {
            deleteAddress(record.id());
        }
    }

    /** As far as the journal knows. */
    private boolean isEmpty(Address address) {
        if (isWaitedFor.test(address.id())) {
            return false;
        }
        return address.kind() == NodeKind.QUEUE ? address.only().unsettledInJournal() == 0 : !address.keepsMessages();
    }

    void deleteAddress(long id) {
        Address address = addresses.remove(id);
        if (address == null) {
            return;
        }
        address.markDeleted();
        for (Subscription each : List.copyOf(address.subscriptions())) {
            delete(each);
        }
        address.messages().clear();
        followers.listener().removed(address);
    }

    void apply(SubscriptionCreatedRecord record) {
        lastId = Math.max(lastId, record.id());
        Address address = addresses.byId(record.addressId());
        if (address == null) {
            return;
        }
        FilterSpec filter =
                record.filterText() == null ? null : new FilterSpec(record.filterLanguage(), record.filterText());
        addSubscription(
                record.id(),
                address,
                new SubscriptionKey(record.scope(), record.name(), record.shared(), true),
                filter,
                record.noLocalContainer(),
                true);
    }

    Subscription addSubscription(
            long id,
            Address address,
            SubscriptionKey key,
            FilterSpec filter,
            String noLocalContainer,
            boolean durable) {
        Subscription subscription =
                new Subscription(id, address, key, filter, compile(filter), noLocalContainer, durable);
        subscription.startAtEnd();
        add(subscription);
        return subscription;
    }

    private MessageFilter compile(FilterSpec filter) {
        try {
            return filter == null ? null : filters.compile(filter);
        } catch (InvalidFilterException e) {
            throw new IllegalStateException("stored filter does not compile: " + filter, e);
        }
    }

    private void add(Subscription subscription) {
        subscription.address().add(subscription);
        subscriptions.add(subscription);
    }

    void apply(SubscriptionDeletedRecord record) {
        deleteSubscription(record.id());
    }

    void deleteSubscription(long id) {
        Subscription subscription = subscriptions.byId(id);
        if (subscription != null) {
            delete(subscription);
        }
    }

    private void delete(Subscription subscription) {
        subscriptions.remove(subscription);
        subscription.address().remove(subscription);
        followers.listener().removed(subscription);
    }
}
