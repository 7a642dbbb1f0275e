package io.carrick.transactions;

import io.carrick.broker.BrokerError;
import io.carrick.broker.Reply;
import io.carrick.broker.Transaction;
import io.carrick.broker.XaTransactions;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The open local transactions of one connection (AMQP 1.0 part 4). Ids are the eight bytes of the broker's: they are
 * given once, also over restarts, so that a late discharge cannot hit a later transaction, and that the outcome of one
 * can be asked for over another connection. Used from the connection's executor only; the time comes in as an argument.
 */
public final class LocalTransactions {
    private final TransactionLimits limits;
    private final Supplier<Transaction> begin;
    /** Oldest first, which is also the order of their deadlines. */
    private final Map<Long, LocalTransaction> open = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param begin begins a transaction of the broker
     */
    public LocalTransactions(TransactionLimits limits, Supplier<Transaction> begin) {
        this.limits = limits;
        this.begin = begin;
    }

    /**
     * Begins a transaction.
     *
     * @param nowMillis of a monotonic clock
     * @throws TransactionException {@code RESOURCE_LIMIT_EXCEEDED} if as many are open as may be
     */
    public LocalTransaction declare(long nowMillis) throws TransactionException {
        if (open.size() >= limits.openMax()) {
            throw new TransactionException(
                    BrokerError.Code.RESOURCE_LIMIT_EXCEEDED,
                    "the connection has " + open.size() + " open transactions, which is the limit");
        }
        Transaction work = begin.get();
        long id = work.id();
        long deadline = limits.timeoutMillis() == 0 ? Long.MAX_VALUE : nowMillis + limits.timeoutMillis();
        LocalTransaction transaction =
                new LocalTransaction(ByteBuffer.allocate(Long.BYTES).putLong(id).array(), deadline, work);
        open.put(id, transaction);
        return transaction;
    }

    /** Takes in work in a branch of a distributed transaction, so that it is found by its id until it is {@link #leave left}. */
    public LocalTransaction join(XaTransactions.Association association) {
        byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(association.id()).array();
        LocalTransaction transaction = LocalTransaction.ofBranch(id, association.work());
        open.put(association.id(), transaction);
        return transaction;
    }

    /** The work in a branch is ended: its id is unknown from now on. */
    public void leave(LocalTransaction transaction) {
        end(transaction);
    }

    /**
     * The open transaction of that id. One that timed out is still open until it is discharged.
     *
     * @throws TransactionException {@code TRANSACTION_UNKNOWN} if there is none
     */
    public LocalTransaction find(byte[] id) throws TransactionException {
        LocalTransaction found =
                id.length == Long.BYTES ? open.get(ByteBuffer.wrap(id).getLong()) : null;
        if (found == null || found.state() == TransactionState.COMMITTING) {
            throw new TransactionException(
                    BrokerError.Code.TRANSACTION_UNKNOWN, "no transaction of this id is open on this connection");
        }
        return found;
    }

    /**
     * Ends a transaction.
     *
     * @param fail whether the client wants it rolled back
     * @param reply succeeds when the outcome that the client wants is durable; fails with {@code
     *     TRANSACTION_ROLLBACK} or {@code TRANSACTION_TIMEOUT} if it was rolled back instead
     */
    public void discharge(LocalTransaction transaction, boolean fail, Reply<Void> reply) {
        BrokerError reason = transaction.rollbackReason();
        if (fail) {
            end(transaction);
            transaction.work().rollback(reply);
        } else if (reason != null) {
            end(transaction);
            transaction.work().rollback(Reply.of(done -> reply.failed(refusal(reason)), reply::failed));
        } else {
            transaction.state(TransactionState.COMMITTING);
            transaction
                    .work()
                    .commit(Reply.of(
                            done -> {
                                end(transaction);
                                reply.succeeded(done);
                            },
                            error -> {
                                end(transaction);
                                reply.failed(error);
                            }));
        }
    }

    private static BrokerError refusal(BrokerError reason) {
        return reason.code() == BrokerError.Code.TRANSACTION_TIMEOUT
                ? reason
                : new BrokerError(
                        BrokerError.Code.TRANSACTION_ROLLBACK,
                        "the transaction was rolled back: " + reason.text(),
                        reason.info());
    }

    /**
     * The number behind an id that the broker has given, maybe over another connection.
     *
     * @throws TransactionException {@code TRANSACTION_UNKNOWN} if no broker can have given it
     */
    public static long number(byte[] id) throws TransactionException {
        if (id.length != Long.BYTES) {
            throw new TransactionException(BrokerError.Code.TRANSACTION_UNKNOWN, "no transaction has an id like this");
        }
        return ByteBuffer.wrap(id).getLong();
    }

    private void end(LocalTransaction transaction) {
        transaction.state(TransactionState.ENDED);
        open.remove(ByteBuffer.wrap(transaction.id()).getLong());
    }

    /**
     * Marks what is too old as rollback-only.
     *
     * @return milliseconds until the next one may be; {@link Long#MAX_VALUE} if none
     */
    public long expire(long nowMillis) {
        for (LocalTransaction transaction : open.values()) {
            if (transaction.expired(nowMillis)) {
                transaction.rollbackOnly(new BrokerError(
                        BrokerError.Code.TRANSACTION_TIMEOUT,
                        "the transaction was open for more than " + limits.timeoutMillis() + " ms"));
            } else if (transaction.state() == TransactionState.ACTIVE && !transaction.isOfBranch()) {
                return transaction.deadlineMillis() - nowMillis;
            }
        }
        return Long.MAX_VALUE;
    }

    /** Rolls one back because its coordinator is gone; does nothing if it is ending already. */
    public void abandon(LocalTransaction transaction) {
        if (transaction.isOfBranch()) {
            end(transaction);
            return;
        }
        if (transaction.state() == TransactionState.ACTIVE || transaction.state() == TransactionState.ROLLBACK_ONLY) {
            end(transaction);
            transaction.work().rollback(Reply.of(done -> {}, error -> {}));
        }
    }

    /** Rolls back all that are open. */
    public void close() {
        List.copyOf(open.values()).forEach(this::abandon);
    }

    /** How many are open. */
    public int size() {
        return open.size();
    }
}
