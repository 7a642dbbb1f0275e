package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.Identity;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.broker.Reply;
import io.carrick.broker.dispatch.ActiveConsumer;
import io.carrick.broker.dispatch.CompiledFilter;
import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.Subscription;

/** Opens and closes consumers, on the core thread. */
final class Consumers {
    private final AddressLifecycle addresses;
    private final Subscribing subscribing;
    private final Dispatchers dispatchers;
    private final Settlements settlements;
    private final Filters filters;
    private final Access access;

    Consumers(
            AddressLifecycle addresses,
            Subscribing subscribing,
            Dispatchers dispatchers,
            Settlements settlements,
            Filters filters,
            Access access) {
        this.addresses = addresses;
        this.subscribing = subscribing;
        this.dispatchers = dispatchers;
        this.settlements = settlements;
        this.filters = filters;
        this.access = access;
    }

    /** Opens a consumer for a connection; the reply comes on the core thread. */
    void open(CoreConnection connection, ConsumerRequest request, ConsumerEvents events, Reply<ActiveConsumer> reply) {
        CompiledFilter filter;
        try {
            filter = filters.compiled(request.filter());
        } catch (InvalidFilterException e) {
            reply.failed(new BrokerError(Code.INVALID_FIELD, "Invalid filter: " + e.getMessage()));
            return;
        }
        addresses.resolve(
                request.destination(),
                connection.client(),
                Reply.of(address -> open(connection, address, request, filter, events, reply), reply::failed));
    }

    private void open(
            CoreConnection connection,
            Address address,
            ConsumerRequest request,
            CompiledFilter filter,
            ConsumerEvents events,
            Reply<ActiveConsumer> reply) {
        BrokerError refusal = refusal(connection, address, request);
        if (refusal != null) {
            reply.failed(refusal);
            return;
        }
        String localContainer = request.noLocal() ? connection.client().containerId() : null;
        if (address.kind() == NodeKind.QUEUE) {
            reply.succeeded(add(connection, request, filter, events, address.only(), localContainer));
            return;
        }
        subscribing.subscribe(
                address,
                request,
                connection.client().identity(),
                localContainer,
                Reply.of(
                        subscription -> reply.succeeded(add(connection, request, null, events, subscription, null)),
                        reply::failed));
    }

    private BrokerError refusal(CoreConnection connection, Address address, ConsumerRequest request) {
        if (address.deleted()) {
            return new BrokerError(Code.NOT_FOUND, "Address " + address.name() + " was deleted");
        }
        if (address.temporary() && !connection.owns(address)) {
            return new BrokerError(
                    Code.NOT_ALLOWED, "Only the connection that created " + address.name() + " may receive from it");
        }
        if (request.browse() && address.kind() == NodeKind.TOPIC) {
            return new BrokerError(Code.NOT_ALLOWED, "Topic " + address.name() + " cannot be browsed");
        }
        return access.refusal(
                connection.client().identity(), request.browse() ? Permission.BROWSE : Permission.RECEIVE, address);
    }

    private ActiveConsumer add(
            CoreConnection connection,
            ConsumerRequest request,
            CompiledFilter filter,
            ConsumerEvents events,
            Subscription subscription,
            String localContainer) {
        FilterSpec shown = filter != null ? filter.spec() : subscription.filterSpec();
        ActiveConsumer consumer =
                new ActiveConsumer(request, shown, events, subscription, localContainer, connection.consumerSide());
        SubscriptionDispatch dispatch = dispatchers.of(subscription);
        if (request.browse()) {
            dispatch.browse(consumer, filter);
        } else {
            dispatch.add(consumer, filter);
        }
        dispatchers.wake(dispatch);
        return consumer;
    }

    void creditChanged(ActiveConsumer consumer) {
        SubscriptionDispatch dispatch = dispatchers.find(consumer.subscription());
        if (dispatch != null && !consumer.closed()) {
            dispatch.creditChanged();
            dispatchers.wake(dispatch);
        }
    }

    /** Ends a consumer; what it holds returns. */
    void close(ActiveConsumer consumer) {
        if (!consumer.closed()) {
            consumer.markClosed();
            closed(consumer);
        }
    }

    /** Ends a consumer whose client has vanished; what it holds returns, unless that has happened too often. */
    void lost(ActiveConsumer consumer) {
        if (!consumer.closed()) {
            consumer.markVanished();
            closed(consumer);
        }
    }

    private void closed(ActiveConsumer consumer) {
        Subscription subscription = consumer.subscription();
        SubscriptionDispatch dispatch = dispatchers.find(subscription);
        if (dispatch != null) {
            settlements.returnAll(dispatch, consumer);
            dispatch.remove(consumer);
            dispatchers.wake(dispatch);
        }
        subscribing.left(subscription);
    }

    /** Ends a consumer, and deletes its durable subscription if it was the last one; fails if that is forbidden. */
    void unsubscribe(ActiveConsumer consumer, Identity who, Reply<Void> reply) {
        boolean wasOpen = !consumer.closed();
        close(consumer);
        Subscription subscription = consumer.subscription();
        SubscriptionDispatch dispatch = dispatchers.find(subscription);
        boolean last = dispatch == null || dispatch.consumers().isEmpty();
        if (!wasOpen || !last || !subscription.durable() || subscription.key() == null) {
            reply.succeeded(null);
            return;
        }
        subscribing.delete(subscription.key(), who, Reply.of(reply::succeeded, error -> {
            if (error.code() == Code.UNAUTHORIZED) {
                reply.failed(error);
            } else {
                // Somebody else deleted it, or uses it now.
                reply.succeeded(null);
            }
        }));
    }
}
