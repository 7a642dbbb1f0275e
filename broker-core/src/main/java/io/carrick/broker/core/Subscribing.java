package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.Identity;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.broker.Reply;
import io.carrick.broker.SubscriptionInfo;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.SubscriptionCreatedRecord;
import io.carrick.broker.record.SubscriptionDeletedRecord;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.Subscription;
import java.util.Objects;

/** Finds, creates, changes and deletes the subscriptions of topics (Jakarta Messaging 3.1, section 4.2). */
final class Subscribing {
    private static final int NAME_MAX = 1024;

    private final BrokerState state;
    private final RecordBatch batch;
    private final StructuralChanges changes;
    private final Dispatchers dispatchers;
    private final Identifiers identifiers;
    private final Access access;

    Subscribing(
            BrokerState state,
            RecordBatch batch,
            StructuralChanges changes,
            Dispatchers dispatchers,
            Identifiers identifiers,
            Access access) {
        this.state = state;
        this.batch = batch;
        this.changes = changes;
        this.dispatchers = dispatchers;
        this.identifiers = identifiers;
        this.access = access;
    }

    /**
     * The subscription that a consumer of a topic asks for, made if need be. One of the same name that differs is
     * deleted with what waits in it, for which its topic must permit that.
     *
     * @param noLocalContainer container whose messages are left out, null for none
     */
    void subscribe(
            Address topic, ConsumerRequest request, Identity who, String noLocalContainer, Reply<Subscription> reply) {
        changes.run(done -> {
            SubscriptionKey key = request.subscription();
            Subscription known = key == null ? null : state.subscription(key);
            BrokerError clash = topic.deleted() ? gone(topic) : clash(key, known, topic, request, noLocalContainer);
            if (clash != null) {
                reply.failed(clash);
                done.run();
            } else if (known != null && isSame(known, topic, request, noLocalContainer)) {
                reply.succeeded(known);
                done.run();
            } else if (request.durable()) {
                BrokerError refusal = known == null ? null : refusalToDelete(known, who);
                if (refusal == null) {
                    createDurable(topic, known, request, noLocalContainer, reply, done);
                } else {
                    reply.failed(refusal);
                    done.run();
                }
            } else {
                if (known != null) {
                    state.deleteSubscription(known.id());
                }
                reply.succeeded(state.createVolatile(
                        identifiers.nextTemporary(), topic, key, request.filter(), noLocalContainer));
                done.run();
            }
        });
    }

    private BrokerError clash(
            SubscriptionKey key, Subscription known, Address topic, ConsumerRequest request, String noLocalContainer) {
        if (key == null) {
            return null;
        }
        if (key.name().length() > NAME_MAX) {
            return new BrokerError(
                    Code.INVALID_FIELD, "The name of a subscription must have at most " + NAME_MAX + " characters");
        }
        Subscription other =
                state.subscription(new SubscriptionKey(key.scope(), key.name(), !key.shared(), key.durable()));
        if (key.durable() && other != null) {
            return new BrokerError(
                    Code.ILLEGAL_STATE,
                    "A subscription " + key.name() + " exists that is " + (key.shared() ? "not shared" : "shared"));
        }
        if (known == null || consumers(known) == 0) {
            return null;
        }
        if (!key.shared()) {
            return new BrokerError(Code.RESOURCE_LOCKED, "Subscription " + key.name() + " is in use and not shared");
        }
        return isSame(known, topic, request, noLocalContainer)
                ? null
                : new BrokerError(
                        Code.ILLEGAL_STATE, "Subscription " + key.name() + " is in use with another topic or selector");
    }

    private static boolean isSame(Subscription known, Address topic, ConsumerRequest request, String noLocalContainer) {
        return known.address() == topic
                && Objects.equals(known.filterSpec(), request.filter())
                && Objects.equals(known.noLocalContainer(), noLocalContainer);
    }

    private void createDurable(
            Address topic,
            Subscription replaced,
            ConsumerRequest request,
            String noLocalContainer,
            Reply<Subscription> reply,
            Runnable done) {
        if (topic.temporary()) {
            reply.failed(new BrokerError(
                    Code.NOT_ALLOWED, "A temporary topic can have no durable subscription: " + topic.name()));
            done.run();
            return;
        }
        long id = identifiers.next();
        JournalRecord created;
        try {
            created = created(id, topic, request, noLocalContainer);
        } catch (IllegalArgumentException e) {
            reply.failed(new BrokerError(Code.INVALID_FIELD, "Subscription cannot be stored: " + e.getMessage()));
            done.run();
            return;
        }
        if (replaced != null) {
            batch.add(new SubscriptionDeletedRecord(batch.now(), replaced.id()));
        }
        batch.add(created.whenApplied(() -> {
            Subscription fresh = state.subscription(id);
            if (fresh == null) {
                reply.failed(gone(topic));
            } else {
                reply.succeeded(fresh);
            }
            done.run();
        }));
    }

    private static BrokerError gone(Address topic) {
        return new BrokerError(Code.RESOURCE_DELETED, "Topic " + topic.name() + " was deleted");
    }

    private JournalRecord created(long id, Address topic, ConsumerRequest request, String noLocalContainer) {
        SubscriptionKey key = request.subscription();
        FilterSpec filter = request.filter();
        return new SubscriptionCreatedRecord(
                batch.now(),
                id,
                topic.id(),
                key.scope(),
                key.name(),
                key.shared(),
                filter == null ? null : filter.language(),
                filter == null ? null : filter.text(),
                noLocalContainer);
    }

    /** A durable subscription as it stands. */
    void find(SubscriptionKey key, Reply<SubscriptionInfo> reply) {
        changes.run(done -> {
            Subscription known = state.subscription(key);
            if (known == null) {
                reply.failed(unknown(key));
            } else {
                reply.succeeded(new SubscriptionInfo(
                        key,
                        known.address().destination(),
                        known.filterSpec(),
                        known.noLocalContainer() != null,
                        consumers(known)));
            }
            done.run();
        });
    }

    private BrokerError refusalToDelete(Subscription subscription, Identity who) {
        return access.refusal(who, Permission.DELETE, subscription.address());
    }

    /** Deletes a subscription unless it has consumers, or its topic does not permit it. */
    void delete(SubscriptionKey key, Identity who, Reply<Void> reply) {
        changes.run(done -> {
            Subscription known = state.subscription(key);
            BrokerError refusal = known == null ? unknown(key) : refusalToDelete(known, who);
            if (refusal != null) {
                reply.failed(refusal);
                done.run();
            } else if (consumers(known) > 0) {
                reply.failed(new BrokerError(
                        Code.RESOURCE_LOCKED,
                        "Subscription " + key.name() + " has " + consumers(known) + " active consumers"));
                done.run();
            } else {
                batch.add(new SubscriptionDeletedRecord(batch.now(), known.id()).whenApplied(() -> {
                    reply.succeeded(null);
                    done.run();
                }));
            }
        });
    }

    /** A consumer has left: a volatile subscription without consumers goes. */
    void left(Subscription subscription) {
        boolean ofTopic = subscription.address().kind() == NodeKind.TOPIC;
        if (ofTopic && !subscription.durable() && consumers(subscription) == 0) {
            state.deleteSubscription(subscription.id());
        }
    }

    private int consumers(Subscription subscription) {
        SubscriptionDispatch dispatch = dispatchers.find(subscription);
        return dispatch == null ? 0 : dispatch.consumers().size();
    }

    private static BrokerError unknown(SubscriptionKey key) {
        return new BrokerError(Code.NOT_FOUND, "No subscription " + key.name() + " exists");
    }
}
