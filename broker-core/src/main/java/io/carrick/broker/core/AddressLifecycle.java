package io.carrick.broker.core;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.AddressSettingsCatalog;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.Destination;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.broker.Reply;
import io.carrick.broker.record.AddressCreatedRecord;
import io.carrick.broker.record.AddressDeletedRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Finds addresses, and creates and deletes them. */
final class AddressLifecycle {
    private static final int NAME_MAX = 1024;

    private final BrokerState state;
    private final RecordBatch batch;
    private final StructuralChanges changes;
    private final AddressSettingsCatalog catalog;
    private final Access access;
    private final Identifiers identifiers;

    AddressLifecycle(
            BrokerState state,
            RecordBatch batch,
            StructuralChanges changes,
            AddressSettingsCatalog catalog,
            Access access,
            Identifiers identifiers) {
        this.state = state;
        this.batch = batch;
        this.changes = changes;
        this.catalog = catalog;
        this.access = access;
        this.identifiers = identifiers;
    }

    /** Finds the address a client means, or creates it if that is permitted. */
    void resolve(Destination destination, ClientInfo client, Reply<Address> reply) {
        Address known = state.addresses().find(destination);
        if (known != null && known.leaving()) {
            changes.run(done -> {
                done.run();
                resolve(destination, client, reply);
            });
            return;
        }
        if (known != null) {
            reply.succeeded(known);
            return;
        }
        BrokerError refusal = refusalToCreate(destination, client);
        if (refusal != null) {
            reply.failed(refusal);
        } else {
            create(destination, true, reply::succeeded);
        }
    }

    private BrokerError refusalToCreate(Destination destination, ClientInfo client) {
        String name = destination.name();
        BrokerError invalid = invalidName(name);
        if (invalid != null) {
            return invalid;
        }
        if (name.startsWith("$")
                || name.startsWith(Shard.TEMPORARY_PREFIX)
                || !client.autoCreate()
                || !catalog.settings(name).autoCreate()) {
            return new BrokerError(Code.NOT_FOUND, "No address " + name + " exists, and it may not be created by use");
        }
        return access.refusal(client.identity(), Permission.CREATE, name);
    }

    /** Null if an address may have that name. */
    static BrokerError invalidName(String name) {
        if (name == null || name.isEmpty()) {
            return new BrokerError(Code.INVALID_FIELD, "An address must have a name");
        }
        return name.length() <= NAME_MAX
                ? null
                : new BrokerError(
                        Code.INVALID_FIELD,
                        "An address name must have 1 to " + NAME_MAX + " characters, not " + name.length() + ": "
                                + name.substring(0, 40) + "...");
    }

    /** Finds an address or creates it; without a kind it becomes what its settings say. */
    void create(Destination destination, boolean byUse, Consumer<Address> whenThere) {
        changes.run(done -> {
            Address known = state.addresses().find(destination);
            if (known != null) {
                whenThere.accept(known);
                done.run();
                return;
            }
            AddressSettings settings = catalog.settings(destination.name());
            NodeKind kind = destination.kind() != null ? destination.kind() : settings.defaultKind();
            long id = identifiers.next();
            batch.add(new AddressCreatedRecord(batch.now(), id, kind, byUse, destination.name()).whenApplied(() -> {
                whenThere.accept(state.addresses().byId(id));
                done.run();
            }));
        });
    }

    /** Deletes an address with everything in it. */
    void delete(Destination destination, Runnable whenGone, Consumer<BrokerError> whenUnknown) {
        changes.run(done -> {
            Address known = state.addresses().find(destination);
            if (known == null || known.temporary()) {
                whenUnknown.accept(new BrokerError(Code.NOT_FOUND, "No address " + destination.name() + " exists"));
                done.run();
                return;
            }
            known.leaving(true);
            batch.add(new AddressDeletedRecord(batch.now(), known.id(), false).whenApplied(() -> {
                whenGone.run();
                done.run();
            }));
        });
    }

    /**
     * Deletes an address if, when its turn comes, the condition still holds, and if it is empty when that is applied:
     * messages may be on their way to it.
     */
    void deleteIf(Address address, BooleanSupplier condition) {
        changes.run(done -> {
            if (address.deleted() || !condition.getAsBoolean()) {
                done.run();
                return;
            }
            address.leaving(true);
            batch.add(new AddressDeletedRecord(batch.now(), address.id(), true).whenApplied(() -> {
                address.leaving(false);
                done.run();
            }));
        });
    }
}
