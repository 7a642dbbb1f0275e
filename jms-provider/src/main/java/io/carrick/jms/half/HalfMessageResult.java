package io.carrick.jms.half;

/**
 * What became of a half message and its local transaction. The message is stored at the broker in any case.
 *
 * @param id the half id
 * @param local how the local transaction ended, as {@code execute} said; {@code UNKNOWN} if it threw
 * @param state what the broker is known to have made of it: {@code PREPARED} if it does not know yet, and will ask
 * @param failure why that is not what {@code execute} said: what it threw, or why the decision did not reach the broker or
 *     was refused; null if nothing failed
 */
public record HalfMessageResult(String id, LocalTransactionState local, HalfMessageState state, Exception failure) {
    /** Whether the broker has done what the local transaction did; otherwise check-back is to settle it. */
    public boolean isDecided() {
        return state == HalfMessageState.COMMITTED && local == LocalTransactionState.COMMIT
                || state == HalfMessageState.ROLLED_BACK && local == LocalTransactionState.ROLLBACK;
    }
}
