package io.carrick.store.timer;

/** Receives what is due. May schedule new timers while it is called. */
@FunctionalInterface
public interface TimerSink {
    /**
     * @param timeMillis the time it was scheduled for
     * @param kind as scheduled
     * @param owner as scheduled
     * @param key as scheduled
     */
    void fired(long timeMillis, int kind, long owner, long key);
}
