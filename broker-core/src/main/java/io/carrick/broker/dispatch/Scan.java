package io.carrick.broker.dispatch;

import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.broker.state.Subscription;

/** Finds what a {@link ScanGroup} is to be given next, without taking it: returned messages and its cursors, in order. */
final class Scan {
    private final Subscription subscription;
    private final MessageQueue messages;
    private final ReturnedMessages returned;
    private final Availability availability;

    Scan(Subscription subscription, ReturnedMessages returned, Availability availability) {
        this.subscription = subscription;
        this.returned = returned;
        this.availability = availability;
        messages = subscription.address().messages();
    }

    /** Key of the next message for the group in the order of dispatch, {@link ReturnedMessages#NONE} if none. */
    long next(ScanGroup group, long now) {
        long back = returned.next(group, availability, now);
        long fresh = group.idle() ? ReturnedMessages.NONE : nextFresh(group, now);
        if (fresh == ReturnedMessages.NONE) {
            if (!group.idle()) {
                group.sleep(messages);
            }
            return back;
        }
        return back == ReturnedMessages.NONE ? fresh : Math.min(back, fresh);
    }

    private long nextFresh(ScanGroup group, long now) {
        for (int lane = 0; lane < MessageKey.LANES; lane++) {
            if (!messages.uses(lane)) {
                continue;
            }
            long end = messages.end(lane);
            long position = Math.max(group.cursor(lane), subscription.watermark(lane));
            while (position < end) {
                position = messages.nextLive(lane, position);
                if (position >= end) {
                    break;
                }
                long key = MessageKey.of(lane, position);
                if (availability.isReady(key, now) && !returned.contains(key) && availability.suits(group, key, now)) {
                    group.moveTo(lane, position);
                    return key;
                }
                position++;
            }
            group.moveTo(lane, end);
        }
        return ReturnedMessages.NONE;
    }

    /** The message is taken: the group goes on behind it. */
    void taken(ScanGroup group, long key) {
        if (!returned.remove(key)) {
            group.moveTo(MessageKey.lane(key), MessageKey.index(key) + 1);
        }
    }
}
