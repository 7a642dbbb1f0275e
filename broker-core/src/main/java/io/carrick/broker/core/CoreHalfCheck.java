package io.carrick.broker.core;

import io.carrick.broker.HalfCheck;
import io.carrick.broker.Message;
import io.carrick.broker.record.HalfKey;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.state.HalfSet;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.Place;

/** One question to one member of a group. Immutable but for {@link #open}, which belongs to the core thread. */
final class CoreHalfCheck implements HalfCheck {
    private final CoreHalfChecker asked;
    private final HalfKey key;
    private final long number;
    private final int checks;
    private final long bornMillis;
    private final int messages;
    private final Place place;
    private final MessageBody recent;
    private final MessageReader reader;
    private boolean open = true;

    /** @param recent the message if it is in memory, else null */
    CoreHalfCheck(CoreHalfChecker asked, HalfSet set, MessageBody recent, MessageReader reader) {
        this.asked = asked;
        this.recent = recent;
        this.reader = reader;
        key = set.key();
        number = set.number();
        checks = set.checks();
        bornMillis = set.bornMillis();
        messages = set.messages();
        place = set.place(0);
    }

    CoreHalfChecker asked() {
        return asked;
    }

    HalfKey key() {
        return key;
    }

    long number() {
        return number;
    }

    /** Ends it; false if it had ended before. */
    boolean end() {
        boolean first = open;
        open = false;
        return first;
    }

    @Override
    public String group() {
        return key.group();
    }

    @Override
    public String id() {
        return key.id();
    }

    @Override
    public int checks() {
        return checks;
    }

    @Override
    public long bornMillis() {
        return bornMillis;
    }

    @Override
    public int messages() {
        return messages;
    }

    @Override
    public Message message() {
        return recent != null ? recent.message() : reader.read(place).message();
    }
}
