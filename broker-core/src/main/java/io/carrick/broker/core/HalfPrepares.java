package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.HalfState;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Message;
import io.carrick.broker.record.HalfKey;
import io.carrick.broker.record.HalfRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.HalfLedger;
import io.carrick.broker.state.HalfSet;
import io.carrick.store.index.MessageIndex;
import java.util.Map;

/** Takes half messages to the journal. */
final class HalfPrepares {
    /** Messages of one half id: its outcome makes all of them visible in one step. */
    static final int MESSAGES_MAX = 1000;

    private final HalfLedger ledger;
    private final HalfDecisions decisions;
    private final RecordBatch batch;
    private final HalfSettings settings;

    HalfPrepares(HalfLedger ledger, HalfDecisions decisions, RecordBatch batch, HalfSettings settings) {
        this.ledger = ledger;
        this.decisions = decisions;
        this.batch = batch;
        this.settings = settings;
    }

    /**
     * What tells a message from the others of its half id, beside where it goes: its message id, which is unique; else
     * its tag together with its contents, since a tag may come again with another message on another link.
     */
    static long identity(Message message, HalfTerms terms) {
        if (message.messageId() != null) {
            return MessageIndex.hash(message.messageId());
        }
        return mix(MessageIndex.hash(terms.deliveryTag()), MessageIndex.hash(message.encoded())) + message.size();
    }

    private static long mix(long one, long other) {
        return one * 31 + other;
    }

    /**
     * Prepares a message that has been admitted to its address.
     *
     * @param identity by {@link #identity}
     */
    void prepare(Address address, MessageBody body, HalfTerms terms, long identity, Router.RouteResult result) {
        HalfKey key = new HalfKey(terms.group(), terms.id());
        long here = mix(identity, address.id());
        BrokerError refusal = refusal(address, key, here);
        if (refusal != null) {
            result.refused(refusal);
            return;
        }
        HalfRecord record = new HalfRecord(batch.now(), address.id(), here, checkAt(terms), body);
        decisions.preparing();
        decisions.repeating(key);
        batch.add(record.whenApplied(() -> {
            decisions.prepared();
            decisions.repeated(key);
            HalfState state = ledger.state(key);
            if (ledger.holds(key, here) && state != HalfState.ROLLED_BACK) {
                result.accepted();
            } else {
                result.refused(HalfDecisions.decidedOtherwise(key, state));
            }
        }));
    }

    private BrokerError refusal(Address address, HalfKey key, long identity) {
        if (address.temporary()) {
            return new BrokerError(
                    Code.NOT_ALLOWED,
                    "Half messages cannot go to " + address.name() + ", which does not outlive its connection");
        }
        HalfState known = ledger.state(key);
        boolean holds = ledger.holds(key, identity);
        if (known != null && known.decided() && (known == HalfState.ROLLED_BACK || !holds)) {
            // Whoever repeats what the group has rolled back meanwhile must not begin its local transaction.
            return HalfDecisions.decidedOtherwise(key, known);
        }
        if (holds) {
            return null;
        }
        HalfSet set = ledger.find(key);
        return set == null || set.messages() < MESSAGES_MAX
                ? null
                : new BrokerError(
                        Code.RESOURCE_LIMIT_EXCEEDED,
                        "Half message " + key.id() + " has " + MESSAGES_MAX + " messages, which is the limit",
                        Map.of("reason", "half"));
    }

    private long checkAt(HalfTerms terms) {
        long wanted = terms.checkAfterMillis() < 0 ? settings.checkAfter().toMillis() : terms.checkAfterMillis();
        return batch.now() + Math.min(wanted, settings.ageMax().toMillis());
    }
}
