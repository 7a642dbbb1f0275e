package io.carrick.broker.dispatch;

import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageQueue;
import io.carrick.store.queue.QueueEntry;

/** Shows a consumer, once, what was in the subscription when it came; takes nothing. */
final class BrowseCursor {
    private final ActiveConsumer consumer;
    private final CompiledFilter filter;
    private final SubscriptionDispatch dispatch;
    private final MessageQueue messages;
    private final long[] end = new long[MessageKey.LANES];
    private int lane;
    private long position;

    BrowseCursor(ActiveConsumer consumer, CompiledFilter filter, SubscriptionDispatch dispatch) {
        this.consumer = consumer;
        this.filter = filter;
        this.dispatch = dispatch;
        messages = dispatch.subscription().address().messages();
        for (int each = 0; each < end.length; each++) {
            end[each] = messages.end(each);
        }
    }

    ActiveConsumer consumer() {
        return consumer;
    }

    /** Shows as many as there is credit for. */
    void run(long now) {
        while (lane < MessageKey.LANES && consumer.hasCredit()) {
            if (position >= end[lane]) {
                lane++;
                position = 0;
                continue;
            }
            position = messages.nextLive(lane, position);
            if (position < end[lane]) {
                show(MessageKey.of(lane, position), now);
                position++;
            }
        }
        if (consumer.draining()) {
            consumer.drained();
        }
    }

    private void show(long key, long now) {
        QueueEntry entry = messages.entry(key);
        boolean visible = dispatch.isReady(key, now)
                && entry.deliverAt() <= now
                && (entry.expiryTime() == 0 || entry.expiryTime() > now)
                && (filter == null || dispatch.matches(filter, key, entry));
        if (visible) {
            HeldDelivery shown = dispatch.delivery(consumer, key);
            shown.state(HeldDelivery.State.DONE);
            consumer.deliver(shown);
        }
    }
}
