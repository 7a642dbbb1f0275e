package io.carrick.broker.dispatch;

import io.carrick.broker.Message;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.Subscription;

/**
 * Keeps what is given out of a durable subscription below its dispatch mark, which is in the journal before the first
 * message behind it is seen. Asks for the next mark early enough that dispatch seldom waits.
 */
final class MarkGate {
    /** How far a mark lies ahead of the message at which it is asked for. */
    static final int AHEAD = 2048;

    private final Subscription subscription;
    private final DispatchPort port;
    private final long[] requested = new long[MessageKey.LANES];
    private boolean closed;

    MarkGate(Subscription subscription, DispatchPort port) {
        this.subscription = subscription;
        this.port = port;
    }

    /** Has the first mark made before there is anything to give out. */
    void prepare() {
        allows(MessageKey.of(MessageKey.lane(Message.DEFAULT_PRIORITY, false), 0));
        closed = false;
    }

    /** Whether the message lies below the mark; if not, the gate is closed until the mark has moved. */
    boolean allows(long key) {
        int lane = MessageKey.lane(key);
        if (!subscription.durable() || MessageKey.memoryOnly(lane)) {
            return true;
        }
        long position = MessageKey.index(key);
        requested[lane] = Math.max(requested[lane], subscription.dispatchMark(lane));
        if (position + AHEAD / 2 >= requested[lane]) {
            requested[lane] = position + AHEAD;
            port.mark(subscription, lane, requested[lane]);
        }
        closed = position >= subscription.dispatchMark(lane);
        return !closed;
    }

    /** Whether something waits for the mark to move. */
    boolean isClosed() {
        return closed;
    }

    /** The mark has moved. */
    void marked() {
        closed = false;
    }
}
