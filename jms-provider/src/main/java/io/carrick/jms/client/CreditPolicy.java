package io.carrick.jms.client;

/**
 * How much a consumer may fetch ahead. A consumer with a listener, and one whose messages nobody else could get, fetches
 * up to its prefetch and tops up when half of it is used. Any other one pulls: it asks for a message only while somebody
 * waits for it, until messages are received in quick succession; then its window doubles with every message, up to what it
 * receives in a short while and to the prefetch. Once nobody has received for a while it is {@linkplain #isIdle idle}, has to give back what it holds, and
 * pulls again: no message is kept from other consumers of its queue by one that nobody receives from.
 *
 * <p>Pure: no clock, no I/O. Not thread-safe.
 */
final class CreditPolicy {
    /** The window holds what is received within that many idle times. */
    private static final int HORIZON = 2;

    private final int prefetch;
    private final boolean sole;
    private final long idleNanos;

    private boolean listening;
    private int window = 1;
    private int outstanding;
    private long lastActiveNanos;
    private long lastReceivedNanos;
    private boolean hasReceived;
    private long meanGapNanos;

    /**
     * Creates the policy of a consumer.
     *
     * @param prefetch the most messages to be fetched ahead; 0 to fetch each as it is asked for
     * @param sole whether no other consumer can get the messages
     * @param idleNanos how long nobody receives until the consumer is idle
     */
    CreditPolicy(int prefetch, boolean sole, long idleNanos) {
        this.prefetch = prefetch;
        this.sole = sole;
        this.idleNanos = idleNanos;
    }

    void listening(boolean value) {
        listening = value;
    }

    /** How many messages the broker may still send. */
    int outstanding() {
        return outstanding;
    }

    /**
     * Decides how much credit to give now, and counts it as given.
     *
     * @param queued how many messages wait in the client
     * @param demand whether somebody is ready to take a message now
     */
    int grant(int queued, boolean demand) {
        int ahead = listening || sole ? prefetch : window == 1 ? 0 : window;
        int held = outstanding + queued;
        int more = 0;
        if (ahead > 1 && held <= ahead / 2) {
            more = ahead - held;
        } else if (held == 0 && (demand || ahead == 1)) {
            more = 1;
        }
        outstanding += more;
        return more;
    }

    /** A message came. */
    void delivered() {
        if (outstanding > 0) {
            outstanding--;
        }
    }

    /** The credit given is gone: drained, or lost with the link. */
    void revoked() {
        outstanding = 0;
    }

    /** A message was received. */
    void received(long nowNanos) {
        long gap = nowNanos - lastReceivedNanos;
        if (hasReceived && gap < idleNanos) {
            meanGapNanos = meanGapNanos == 0 ? gap : (7 * meanGapNanos + gap) / 8;
            long soon = HORIZON * idleNanos / Math.max(1, meanGapNanos);
            window = (int) Math.max(1, Math.min(Math.min(prefetch, soon), 2L * window));
        } else {
            window = 1;
            meanGapNanos = 0;
        }
        hasReceived = true;
        lastReceivedNanos = nowNanos;
        active(nowNanos);
    }

    /** Somebody receives, or begins or ends to. */
    void active(long nowNanos) {
        lastActiveNanos = nowNanos;
    }

    /** Whether what is held has to be given back: nobody has received for long, and others may wait for it. */
    boolean isIdle(long nowNanos) {
        return !sole && nowNanos - lastActiveNanos >= idleNanos;
    }

    /** When it may become idle. */
    long idleInNanos(long nowNanos) {
        return Math.max(1, lastActiveNanos + idleNanos - nowNanos);
    }

    /** Everything was given back. */
    void gaveBack() {
        window = 1;
    }

    /** Whether giving back ever makes sense. */
    boolean givesBack() {
        return !sole;
    }
}
