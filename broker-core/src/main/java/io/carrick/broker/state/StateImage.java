package io.carrick.broker.state;

import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.NodeKind;
import io.carrick.broker.SubscriptionKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The state as bytes, for checkpoints. Temporary addresses, volatile subscriptions and messages in memory are left
 * out. Version 8:
 *
 * <pre>
 * int version   long lastId   long epoch
 * delivery frontier: long time, long address id, long key   large bodies
 * addresses: int count, each: long id, UTF name, byte kind, byte autoCreated, messages, deduplication,
 *            int subscriptions, each: long id, names, filter, counts, lanes, attempts, condemned
 * staged work: int count, each: long transactionId, messages
 * committed transactions: long span, bitmap of this one, bitmap of the one before
 * distributed transactions: prepared branches, those that operators have decided, outcomes
 * half messages: int count, each: names, times, messages; int count of outcomes, each: its key and itself
 * </pre>
 */
public final class StateImage {
    private static final int VERSION = 8;

    private final BrokerState state;

    public StateImage(BrokerState state) {
        this.state = state;
    }

    /** Writes the state as it is now. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(VERSION);
        out.writeLong(state.lastId());
        out.writeLong(state.epoch());
        state.frontier().write(out);
        state.largeBodies().write(out);
        List<Address> kept = new ArrayList<>();
        for (Address address : state.addresses().all()) {
            if (!address.temporary()) {
                kept.add(address);
            }
        }
        out.writeInt(kept.size());
        for (Address address : kept) {
            write(address, out);
        }
        state.staged().write(out);
        state.outcomes().write(out);
        state.branches().write(out);
        state.halves().write(out);
    }

    private static void write(Address address, DataOutput out) throws IOException {
        out.writeLong(address.id());
        out.writeUTF(address.name());
        out.writeBoolean(address.kind() == NodeKind.QUEUE);
        out.writeBoolean(address.autoCreated());
        address.messages().write(out);
        address.deduplication().write(out);
        List<Subscription> durable = new ArrayList<>();
        for (Subscription subscription : address.subscriptions()) {
            if (subscription.durable()) {
                durable.add(subscription);
            }
        }
        out.writeInt(durable.size());
        for (Subscription subscription : durable) {
            write(subscription, out);
        }
    }

    private static void write(Subscription subscription, DataOutput out) throws IOException {
        out.writeLong(subscription.id());
        SubscriptionKey key = subscription.key();
        out.writeBoolean(key != null);
        if (key != null) {
            writeText(key.scope(), out);
            writeText(key.name(), out);
            out.writeBoolean(key.shared());
        }
        FilterSpec filter = subscription.filterSpec();
        writeText(filter == null ? null : filter.language(), out);
        writeText(filter == null ? null : filter.text(), out);
        writeText(subscription.noLocalContainer(), out);
        subscription.write(out);
    }

    /**
     * Fills an empty state.
     *
     * @throws IOException also if the version is unknown
     */
    public void read(DataInput in) throws IOException {
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("checkpoint of version " + version + ", this broker reads version " + VERSION);
        }
        long lastId = in.readLong();
        long epoch = in.readLong();
        state.frontier().read(in);
        state.largeBodies().read(in);
        for (int left = in.readInt(); left > 0; left--) {
            readAddress(in);
        }
        state.staged().read(in);
        state.outcomes().read(in);
        state.branches().read(in);
        state.halves().read(in);
        state.restored(lastId, epoch);
    }

    private void readAddress(DataInput in) throws IOException {
        long id = in.readLong();
        String name = in.readUTF();
        NodeKind kind = in.readBoolean() ? NodeKind.QUEUE : NodeKind.TOPIC;
        Address address = state.structure().addAddress(id, new Destination(name, kind), in.readBoolean());
        address.messages().read(in);
        address.deduplication().read(in);
        for (int left = in.readInt(); left > 0; left--) {
            readSubscription(address, in);
        }
        address.trimAll();
    }

    private void readSubscription(Address address, DataInput in) throws IOException {
        long id = in.readLong();
        SubscriptionKey key =
                in.readBoolean() ? new SubscriptionKey(readText(in), readText(in), in.readBoolean(), true) : null;
        String language = readText(in);
        String text = readText(in);
        String noLocalContainer = readText(in);
        Subscription subscription = state.subscription(id);
        if (subscription == null) {
            FilterSpec filter = text == null ? null : new FilterSpec(language, text);
            subscription = state.structure().addSubscription(id, address, key, filter, noLocalContainer, true);
        }
        subscription.read(in);
    }

    private static void writeText(String text, DataOutput out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static String readText(DataInput in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
