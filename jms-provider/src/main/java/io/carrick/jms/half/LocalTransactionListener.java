package io.carrick.jms.half;

/**
 * The local transactions of a {@link HalfMessageProducer}. Thread-safe: {@code execute} is called by each thread that
 * sends, {@code check} by threads of the provider, several at a time.
 */
public interface LocalTransactionListener {
    /**
     * Runs the local transaction. The half message is stored at the broker by now, and seen by nobody.
     *
     * @param argument what was given to {@code send}
     * @return how it ended; null counts as {@link LocalTransactionState#UNKNOWN}
     * @throws Exception the same as {@link LocalTransactionState#UNKNOWN}: the broker asks later
     */
    LocalTransactionState execute(HalfMessage half, Object argument) throws Exception;

    /**
     * Tells how a local transaction ended, maybe that of another member of the group. Asked again after a while, if the
     * answer is {@link LocalTransactionState#UNKNOWN}.
     *
     * <p>A transaction that may still be running at another member, so that the database does not show it yet, is {@code
     * UNKNOWN}: answer {@code ROLLBACK} only when the half message is older ({@link HalfMessageCheck#born}) than a local
     * transaction takes, and the sender may take to hear that it is stored, which on a bad network is the idle time-out.
     * Who wants to be certain writes a row under the half id here, with which a transaction that comes too late collides.
     *
     * @return null counts as {@code UNKNOWN}
     * @throws Exception the same as {@code UNKNOWN}
     */
    LocalTransactionState check(HalfMessageCheck check) throws Exception;
}
