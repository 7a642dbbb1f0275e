package io.carrick.broker.record;

import java.nio.ByteBuffer;

/**
 * A durable subscription of a topic comes into being; it sees what is published after this record.
 *
 * <pre>
 * long id   long addressId   text scope   text name   byte shared
 * text filterLanguage   text filterText   text noLocalContainer
 * </pre>
 */
public final class SubscriptionCreatedRecord extends JournalRecord {
    private final long id;
    private final long addressId;
    private final String scope;
    private final Text scopeText;
    private final String name;
    private final Text nameText;
    private final boolean shared;
    private final String filterLanguage;
    private final Text filterLanguageText;
    private final String filterText;
    private final Text filterTextText;
    private final String noLocalContainer;
    private final Text noLocalContainerText;

    public SubscriptionCreatedRecord(
            long timestamp,
            long id,
            long addressId,
            String scope,
            String name,
            boolean shared,
            String filterLanguage,
            String filterText,
            String noLocalContainer) {
        super(timestamp);
        this.id = id;
        this.addressId = addressId;
        this.scope = scope;
        scopeText = Text.of(scope);
        this.name = name;
        nameText = Text.of(name);
        this.shared = shared;
        this.filterLanguage = filterLanguage;
        filterLanguageText = Text.of(filterLanguage);
        this.filterText = filterText;
        filterTextText = Text.of(filterText);
        this.noLocalContainer = noLocalContainer;
        noLocalContainerText = Text.of(noLocalContainer);
    }

    public long id() {
        return id;
    }

    public long addressId() {
        return addressId;
    }

    public String scope() {
        return scope;
    }

    public String name() {
        return name;
    }

    public boolean shared() {
        return shared;
    }

    public String filterLanguage() {
        return filterLanguage;
    }

    public String filterText() {
        return filterText;
    }

    public String noLocalContainer() {
        return noLocalContainer;
    }

    @Override
    public RecordKind kind() {
        return RecordKind.SUBSCRIPTION_CREATED;
    }

    @Override
    int fieldsSize() {
        return Long.BYTES
                + Long.BYTES
                + scopeText.size()
                + nameText.size()
                + 1
                + filterLanguageText.size()
                + filterTextText.size()
                + noLocalContainerText.size();
    }

    @Override
    void writeFields(ByteBuffer target) {
        target.putLong(id);
        target.putLong(addressId);
        scopeText.write(target);
        nameText.write(target);
        target.put((byte) (shared ? 1 : 0));
        filterLanguageText.write(target);
        filterTextText.write(target);
        noLocalContainerText.write(target);
    }

    static SubscriptionCreatedRecord read(long timestamp, ByteBuffer source) {
        return new SubscriptionCreatedRecord(
                timestamp,
                source.getLong(),
                source.getLong(),
                Text.read(source),
                Text.read(source),
                source.get() != 0,
                Text.read(source),
                Text.read(source),
                Text.read(source));
    }
}
