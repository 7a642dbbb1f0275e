package io.carrick.jms.amqp;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes that wait to be written, and the callers who must wait because they are too many. Taking and giving back cost
 * one atomic addition each as long as nobody waits. Thread-safe.
 */
final class SendBudget {
    private final long bytesMax;
    private final AtomicLong waiting = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private volatile int blocked;

    /** @param bytesMax from how many bytes on callers wait; one message more than that always fits */
    SendBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Takes room, waiting for it.
     *
     * @param timeoutNanos how long at most
     * @return false if there was none in time; nothing is taken then
     */
    boolean take(int bytes, long timeoutNanos) throws InterruptedException {
        if (waiting.get() >= bytesMax && !awaitRoom(timeoutNanos)) {
            return false;
        }
        waiting.addAndGet(bytes);
        return true;
    }

    /** Takes room without waiting, for what cannot wait. */
    void takeAtOnce(int bytes) {
        waiting.addAndGet(bytes);
    }

    private boolean awaitRoom(long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
        lock.lockInterruptibly();
        blocked++;
        try {
            while (waiting.get() >= bytesMax) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            return true;
        } finally {
            blocked--;
            lock.unlock();
        }
    }

    /** Gives room back. */
    void give(int bytes) {
        long now = waiting.addAndGet(-bytes);
        if (now < bytesMax && blocked > 0) {
            lock.lock();
            try {
                room.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Bytes that wait now. */
    long waitingBytes() {
        return waiting.get();
    }
}
