package io.carrick.tck.half;

import io.carrick.jms.half.HalfMessage;
import io.carrick.jms.half.HalfMessageCheck;
import io.carrick.jms.half.LocalTransactionListener;
import io.carrick.jms.half.LocalTransactionState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The database of a group: what became of each local transaction. A test says how the next one ends. */
class Ledger implements LocalTransactionListener {
    /** A local transaction: puts its outcome into the ledger, and says what it knows. */
    interface Step {
        LocalTransactionState run(HalfMessage half) throws Exception;
    }

    final Map<String, LocalTransactionState> outcomes = new ConcurrentHashMap<>();
    final List<HalfMessageCheck> checks = new CopyOnWriteArrayList<>();
    volatile Step step = half -> end(half, LocalTransactionState.COMMIT);

    /** The local transaction ends so. */
    LocalTransactionState end(HalfMessage half, LocalTransactionState outcome) {
        outcomes.put(half.id(), outcome);
        return outcome;
    }

    @Override
    public LocalTransactionState execute(HalfMessage half, Object argument) throws Exception {
        return step.run(half);
    }

    @Override
    public LocalTransactionState check(HalfMessageCheck check) {
        checks.add(check);
        return outcomes.getOrDefault(check.id(), LocalTransactionState.ROLLBACK);
    }
}
