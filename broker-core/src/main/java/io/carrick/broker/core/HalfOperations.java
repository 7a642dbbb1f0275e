package io.carrick.broker.core;

import io.carrick.broker.BrokerException;
import io.carrick.broker.HalfAdministration;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfState;
import io.carrick.broker.Reply;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfKey;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.HalfLedger;
import io.carrick.broker.state.HalfSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What operators ask for and do of half messages, answered on the core thread. */
final class HalfOperations implements HalfAdministration {
    private final Shard shard;
    private final HalfLedger ledger;
    private final HalfChecks checks;

    HalfOperations(Shard shard) {
        this.shard = shard;
        ledger = shard.state().halves();
        checks = shard.halfChecks();
    }

    @Override
    public CompletionStage<List<HalfStatus>> list(String group, boolean parkedOnly, int max) {
        CompletableFuture<List<HalfStatus>> answer = new CompletableFuture<>();
        shard.execute(() -> {
            Stream<HalfSet> prepared = parkedOnly ? Stream.empty() : ledger.prepared().stream();
            answer.complete(Stream.concat(ledger.parked().stream(), prepared)
                    .filter(set -> group == null || set.key().group().equals(group))
                    .limit(max)
                    .map(this::status)
                    .toList());
        });
        return answer;
    }

    private HalfStatus status(HalfSet set) {
        List<String> addresses = new ArrayList<>(set.messages());
        for (int message = 0; message < set.messages(); message++) {
            Address address = shard.state().addresses().byId(set.addressId(message));
            if (address != null) {
                addresses.add(address.name());
            }
        }
        return new HalfStatus(
                set.key().group(),
                set.key().id(),
                set.state(),
                set.bornMillis(),
                set.state() == HalfState.PARKED ? 0 : set.checkAtMillis(),
                set.checks(),
                checks.isAsking(set),
                checks.hasNoChecker(set),
                addresses);
    }

    @Override
    public CompletionStage<HalfStatus> show(String group, String id) {
        CompletableFuture<HalfStatus> answer = new CompletableFuture<>();
        shard.execute(() -> {
            HalfKey key = new HalfKey(group, id);
            HalfSet set = ledger.find(key);
            HalfState state = ledger.state(key);
            if (set != null) {
                answer.complete(status(set));
            } else if (state != null) {
                answer.complete(
                        new HalfStatus(group, id, state, ledger.decidedMillis(key), 0, 0, false, false, List.of()));
            } else {
                answer.completeExceptionally(new BrokerException(HalfDecisions.unknown(key)));
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<Void> resolve(String group, String id, boolean commit) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> shard.halfDecisions()
                .resolve(
                        new HalfKey(group, id),
                        commit ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK,
                        Reply.of(answer::complete, error -> answer.completeExceptionally(new BrokerException(error)))));
        return answer;
    }

    @Override
    public CompletionStage<Void> rearm(String group, String id) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> {
            HalfKey key = new HalfKey(group, id);
            HalfState state = ledger.state(key);
            if (state == null) {
                answer.completeExceptionally(new BrokerException(HalfDecisions.unknown(key)));
            } else if (state.decided()) {
                answer.completeExceptionally(new BrokerException(HalfDecisions.decidedOtherwise(key, state)));
            } else {
                long now = shard.batch().now();
                shard.batch()
                        .add(new HalfEventRecord(now, key, HalfEvent.REARM, now)
                                .whenApplied(() -> answer.complete(null)));
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<HalfFigures> figures() {
        CompletableFuture<HalfFigures> answer = new CompletableFuture<>();
        shard.execute(() -> answer.complete(new HalfFigures(
                ledger.prepared().size(),
                ledger.parked().size(),
                oldest(),
                checks.withoutChecker(),
                checks.asking(),
                checks.answeredCommit.sum(),
                checks.answeredRollback.sum(),
                checks.answeredUnknown.sum(),
                checks.unanswered.sum())));
        return answer;
    }

    /** Of each collection the first is the oldest, but for what was asked for again. */
    private long oldest() {
        long oldest = Math.min(firstBorn(ledger.prepared()), firstBorn(ledger.parked()));
        return oldest == Long.MAX_VALUE ? 0 : oldest;
    }

    private static long firstBorn(Collection<HalfSet> sets) {
        return sets.isEmpty() ? Long.MAX_VALUE : sets.iterator().next().bornMillis();
    }
}
