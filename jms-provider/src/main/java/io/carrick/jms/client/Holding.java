package io.carrick.jms.client;

/**
 * How many messages were taken from an inbox and are not settled, and what follows when the last of them is. Guarded by
 * the lock of its inbox.
 */
final class Holding {
    private int count;
    private Runnable afterLast;

    void taken() {
        count++;
    }

    /**
     * A message is settled, or put back.
     *
     * @return what is to follow now, null for nothing
     */
    Runnable released() {
        count--;
        if (count > 0) {
            return null;
        }
        Runnable follows = afterLast;
        afterLast = null;
        return follows;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** What is to follow, once, when the last is settled. */
    void afterLast(Runnable action) {
        afterLast = action;
    }
}
