package io.carrick.broker.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Up to where the delivery times of messages have come: the last timer of {@link TimerKind#DELIVER} that fired. Timers
 * fire in the order of time, owner and key, so a message is scheduled as long as its own timer lies beyond; one that is
 * behind already when the message arrives does not make it scheduled.
 */
final class DeliveryFrontier {
    private long time = Long.MIN_VALUE;
    private long addressId;
    private long key;

    /** Whether that timer has not fired. */
    boolean isBelow(long timerTime, long timerAddressId, long timerKey) {
        if (timerTime != time) {
            return timerTime > time;
        }
        return timerAddressId != addressId ? timerAddressId > addressId : timerKey > key;
    }

    /** A timer fires; false if the frontier had passed it before. */
    boolean advance(long timerTime, long timerAddressId, long timerKey) {
        if (!isBelow(timerTime, timerAddressId, timerKey)) {
            return false;
        }
        time = timerTime;
        addressId = timerAddressId;
        key = timerKey;
        return true;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(time);
        out.writeLong(addressId);
        out.writeLong(key);
    }

    void read(DataInput in) throws IOException {
        time = in.readLong();
        addressId = in.readLong();
        key = in.readLong();
    }
}
