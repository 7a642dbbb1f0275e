package io.carrick.amqp.engine;

/** Tells when to send an empty frame and when to give the peer up (part 2, section 2.4.5). */
final class IdleTimer {
    private final long localTimeoutMillis;
    private long peerTimeoutMillis;
    private long lastReadMillis;
    private long lastWriteMillis;

    IdleTimer(long localTimeoutMillis) {
        this.localTimeoutMillis = localTimeoutMillis;
    }

    void start(long nowMillis) {
        lastReadMillis = nowMillis;
        lastWriteMillis = nowMillis;
    }

    void peerTimeout(long millis) {
        peerTimeoutMillis = millis;
    }

    void read(long nowMillis) {
        lastReadMillis = nowMillis;
    }

    void wrote(long nowMillis) {
        lastWriteMillis = nowMillis;
    }

    boolean peerSilent(long nowMillis) {
        return localTimeoutMillis > 0 && nowMillis - lastReadMillis >= localTimeoutMillis;
    }

    boolean heartbeatDue(long nowMillis) {
        return peerTimeoutMillis > 0 && nowMillis - lastWriteMillis >= heartbeatMillis();
    }

    /** Milliseconds until one of the two may be due; {@link Long#MAX_VALUE} for never. */
    long nextCheckMillis(long nowMillis) {
        long next = Long.MAX_VALUE;
        if (localTimeoutMillis > 0) {
            next = lastReadMillis + localTimeoutMillis - nowMillis;
        }
        if (peerTimeoutMillis > 0) {
            next = Math.min(next, lastWriteMillis + heartbeatMillis() - nowMillis);
        }
        return Math.max(1, next);
    }

    /** Less than half of what the peer waits, so that one late frame does no harm. */
    private long heartbeatMillis() {
        return Math.max(1, peerTimeoutMillis * 2 / 5);
    }
}
