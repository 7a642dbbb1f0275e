package io.carrick.broker.core;

import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.record.Condemned;
import io.carrick.broker.record.Returned;
import io.carrick.broker.record.SettledKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the commit of a transaction makes of the messages that were received in it: what its record must hold, so that
 * all of it counts or nothing, and what is to be done besides when that is applied.
 */
final class CommitPlan {
    private final Map<Long, List<Long>> settled = new LinkedHashMap<>();
    private final List<Returned> returned = new ArrayList<>(0);
    private final List<Condemned> condemned = new ArrayList<>(0);
    private final List<Runnable> afterwards = new ArrayList<>();

    void settle(HeldDelivery delivery) {
        settled.computeIfAbsent(delivery.subscription().id(), id -> new ArrayList<>())
                .add(delivery.key());
    }

    void add(Returned one) {
        returned.add(one);
    }

    void add(Condemned one) {
        condemned.add(one);
    }

    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    /** Whether a record is needed for it. */
    boolean isJournaled() {
        return !settled.isEmpty() || !returned.isEmpty() || !condemned.isEmpty();
    }

    List<SettledKeys> settled() {
        List<SettledKeys> all = new ArrayList<>(settled.size());
        settled.forEach((subscription, list) -> all.add(new SettledKeys(
                subscription, list.stream().mapToLong(Long::longValue).toArray(), list.size())));
        return all;
    }

    List<Returned> returned() {
        return returned;
    }

    List<Condemned> condemned() {
        return condemned;
    }

    /** Does what is not in the record; called when that is applied. */
    void carryOut() {
        afterwards.forEach(Runnable::run);
    }
}
