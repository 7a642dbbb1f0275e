package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.HalfAdministration;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfEvent;
import io.carrick.broker.HalfState;
import io.carrick.broker.Reply;
import io.carrick.broker.TransactionAdministration.Checks;
import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionAdministration.Origin;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.record.HalfEventRecord;
import io.carrick.broker.record.HalfKey;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.HalfLedger;
import io.carrick.broker.state.HalfSet;
import io.carrick.broker.state.UnreadableMessageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What operators ask for and do of half messages, answered on the core thread. */
final class HalfOperations implements HalfAdministration {
    private final Shard shard;
    private final Questions questions;
    private final HalfLedger ledger;
    private final HalfChecks checks;

    HalfOperations(Shard shard) {
        this.shard = shard;
        questions = new Questions(shard);
        ledger = shard.state().halves();
        checks = shard.halfChecks();
    }

    @Override
    public CompletionStage<List<HalfStatus>> list(String group, boolean parkedOnly, int max) {
        return questions.ask(() -> {
            Stream<HalfSet> prepared = parkedOnly ? Stream.empty() : ledger.prepared().stream();
            return Stream.concat(ledger.parked().stream(), prepared)
                    .filter(set -> group == null || set.key().group().equals(group))
                    .limit(max)
                    .map(this::status)
                    .toList();
        });
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

    /** The oldest first, as many as the filter wants. On the core thread. */
    Stream<Status> matching(Filter filter) {
        return Stream.concat(ledger.prepared().stream(), ledger.parked().stream())
                .filter(set -> filter.group() == null || set.key().group().equals(filter.group()))
                .filter(set -> filter.wants(phase(set), set.bornMillis()))
                .sorted(Comparator.comparingLong(HalfSet::bornMillis))
                .limit(filter.max())
                .map(set -> forAll(set, Origin.UNKNOWN));
    }

    private TransactionPhase phase(HalfSet set) {
        if (checks.hasNoChecker(set)) {
            return TransactionPhase.NO_CHECKER;
        }
        return TransactionPhase.valueOf(set.state().name());
    }

    private Status forAll(HalfSet set, Origin origin) {
        TransactionName name =
                new TransactionName.Half(set.key().group(), set.key().id());
        return new Status(name, phase(set), set.bornMillis(), origin, set.messages(), 0);
    }

    @Override
    public CompletionStage<HalfStatus> show(String group, String id) {
        return questions.ask(() -> {
            HalfKey key = new HalfKey(group, id);
            HalfSet set = ledger.find(key);
            return set != null
                    ? status(set)
                    : new HalfStatus(group, id, decided(key), ledger.decidedMillis(key), 0, 0, false, false, List.of());
        });
    }

    /** The outcome of one that is not open. */
    private HalfState decided(HalfKey key) throws BrokerException {
        HalfState state = ledger.state(key);
        if (state == null) {
            throw new BrokerException(HalfDecisions.unknown(key));
        }
        return state;
    }

    /** On the core thread. */
    Details details(TransactionName.Half name) throws BrokerException {
        HalfKey key = new HalfKey(name.group(), name.id());
        HalfSet set = ledger.find(key);
        if (set == null) {
            TransactionPhase phase = TransactionPhase.valueOf(decided(key).name());
            Status status = new Status(name, phase, Math.max(0, ledger.decidedMillis(key)), Origin.UNKNOWN, 0, 0);
            return new Details(status, null, List.of(), List.of(), null);
        }
        List<Long> addresses = LongStream.range(0, set.messages())
                .map(message -> set.addressId((int) message))
                .boxed()
                .toList();
        long next = set.state() == HalfState.PARKED ? 0 : set.checkAtMillis();
        return new Details(
                forAll(set, origin(set)),
                null,
                TrafficCount.to(shard.state(), addresses),
                List.of(),
                new Checks(set.checks(), next, checks.isAsking(set)));
    }

    /** The producer's container, which only its message knows. */
    private Origin origin(HalfSet set) {
        try {
            return new Origin(null, checks.first(set).message().publisher(), 0, null);
        } catch (UnreadableMessageException e) {
            // An operator who looks at it because it cannot be read is to see the rest.
            return Origin.UNKNOWN;
        }
    }

    @Override
    public CompletionStage<Void> resolve(String group, String id, boolean commit) {
        HalfKey key = new HalfKey(group, id);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> resolve(key, commit, answer, null));
        return answer;
    }

    private <T> void resolve(HalfKey key, boolean commit, CompletableFuture<T> answer, T value) {
        shard.halfDecisions()
                .resolve(
                        key,
                        commit ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK,
                        Reply.of(
                                done -> answer.complete(value),
                                error -> answer.completeExceptionally(new BrokerException(error))));
    }

    /** On the core thread. */
    CompletionStage<TransactionPhase> decide(TransactionName.Half name, TransactionVerb verb) {
        BrokerError refusal = HalfNames.refusal(name.group(), name.id());
        if (refusal != null) {
            return CompletableFuture.failedFuture(new BrokerException(refusal));
        }
        HalfKey key = new HalfKey(name.group(), name.id());
        CompletableFuture<TransactionPhase> answer = new CompletableFuture<>();
        switch (verb) {
            case COMMIT -> resolve(key, true, answer, TransactionPhase.COMMITTED);
            case ROLLBACK -> resolve(key, false, answer, TransactionPhase.ROLLED_BACK);
            case REARM -> rearm(key, answer, TransactionPhase.PREPARED);
            case FORGET -> answer.completeExceptionally(new BrokerException(notForgotten(key)));
        }
        return answer;
    }

    private BrokerError notForgotten(HalfKey key) {
        HalfState state = ledger.state(key);
        return state == null
                ? HalfDecisions.unknown(key)
                : new BrokerError(
                        Code.ILLEGAL_STATE,
                        "Half message " + key.id() + " of producer group " + key.group() + " is " + state
                                + ": half messages are decided, and not forgotten before their time",
                        Map.of("state", state.name()));
    }

    @Override
    public CompletionStage<Void> rearm(String group, String id) {
        HalfKey key = new HalfKey(group, id);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shard.execute(() -> rearm(key, answer, null));
        return answer;
    }

    private <T> void rearm(HalfKey key, CompletableFuture<T> answer, T value) {
        HalfState state = ledger.state(key);
        if (state == null) {
            answer.completeExceptionally(new BrokerException(HalfDecisions.unknown(key)));
        } else if (state.decided()) {
            answer.completeExceptionally(new BrokerException(HalfDecisions.decidedOtherwise(key, state)));
        } else {
            long now = shard.batch().now();
            shard.batch()
                    .add(new HalfEventRecord(now, key, HalfEvent.REARM, now).whenApplied(() -> answer.complete(value)));
        }
    }

    @Override
    public CompletionStage<HalfFigures> figures() {
        return questions.ask(this::figuresNow);
    }

    /** On the core thread. */
    HalfFigures figuresNow() {
        return new HalfFigures(
                ledger.prepared().size(),
                ledger.parked().size(),
                oldest(ledger.prepared()),
                oldest(ledger.parked()),
                checks.withoutChecker(),
                checks.asking(),
                checks.answeredCommit.sum(),
                checks.answeredRollback.sum(),
                checks.answeredUnknown.sum(),
                checks.unanswered.sum());
    }

    /** Neither collection is in the order of birth: what was asked for again went to the end. */
    private static long oldest(Collection<HalfSet> sets) {
        return sets.stream().mapToLong(HalfSet::bornMillis).min().orElse(0);
    }
}
