package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.dispatch.ActiveConsumer;
import io.carrick.broker.dispatch.DispatchPort;
import io.carrick.broker.dispatch.HeldDelivery;
import io.carrick.broker.dispatch.SubscriptionDispatch;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.Place;
import io.carrick.broker.state.StateListener;
import io.carrick.broker.state.Subscription;
import io.carrick.store.queue.QueueEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The dispatch of all subscriptions that have consumers, and which of them have something to do. */
final class Dispatchers implements StateListener {
    private final Map<Subscription, SubscriptionDispatch> bySubscription = new HashMap<>();
    private final Set<SubscriptionDispatch> busy = new LinkedHashSet<>();
    private final ConsumerRegistry consumers;
    private DispatchPort port;
    private Consumer<Address> limited = address -> {};

    Dispatchers(ConsumerRegistry consumers) {
        this.consumers = consumers;
    }

    void port(DispatchPort dispatchPort) {
        port = dispatchPort;
    }

    /** Told of messages that arrive at addresses with a limit. */
    void limited(Consumer<Address> whoCares) {
        limited = whoCares;
    }

    /** The dispatch of a subscription, made if there is none. */
    SubscriptionDispatch of(Subscription subscription) {
        return bySubscription.computeIfAbsent(subscription, each -> new SubscriptionDispatch(each, port));
    }

    /** The dispatch of a subscription, null if it has no consumers. */
    SubscriptionDispatch find(Subscription subscription) {
        return bySubscription.get(subscription);
    }

    /** The subscription may be able to give something out. */
    void wake(SubscriptionDispatch dispatch) {
        busy.add(dispatch);
    }

    /** Lets all that were woken give out what they can. */
    void run() {
        while (!busy.isEmpty()) {
            List<SubscriptionDispatch> round = new ArrayList<>(busy);
            busy.clear();
            for (SubscriptionDispatch dispatch : round) {
                dispatch.run();
                if (dispatch.isUnused()) {
                    bySubscription.remove(dispatch.subscription());
                }
            }
        }
    }

    @Override
    public void arrived(Subscription subscription, long key, QueueEntry entry) {
        if (Capacity.isLimited(subscription.address())) {
            limited.accept(subscription.address());
        }
        SubscriptionDispatch dispatch = bySubscription.get(subscription);
        if (dispatch != null) {
            dispatch.arrived(key, entry);
            busy.add(dispatch);
        }
    }

    @Override
    public void returned(Subscription subscription, long key) {
        SubscriptionDispatch dispatch = bySubscription.get(subscription);
        if (dispatch != null) {
            dispatch.returned(key);
            busy.add(dispatch);
        }
    }

    @Override
    public void marked(Subscription subscription) {
        SubscriptionDispatch dispatch = bySubscription.get(subscription);
        if (dispatch != null) {
            dispatch.marked();
            busy.add(dispatch);
        }
    }

    @Override
    public void relocated(Address address, long key, Place place) {
        for (Subscription subscription : address.subscriptions()) {
            SubscriptionDispatch dispatch = bySubscription.get(subscription);
            if (dispatch != null) {
                dispatch.relocated(key, place);
            }
        }
    }

    @Override
    public void removed(Subscription subscription) {
        SubscriptionDispatch dispatch = bySubscription.remove(subscription);
        if (dispatch == null) {
            return;
        }
        busy.remove(dispatch);
        for (HeldDelivery delivery : dispatch.held()) {
            delivery.state(HeldDelivery.State.DONE);
        }
        for (ActiveConsumer consumer : dispatch.allConsumers()) {
            consumers.closeByBroker(
                    consumer, new BrokerError(Code.RESOURCE_DELETED, "Deleted while in use: " + subscription.name()));
        }
    }

    @Override
    public void removed(Address address) {
        // Its subscriptions have been removed before; producers find out when they send.
    }

    /** Told of consumers that end without their client's doing. */
    @FunctionalInterface
    interface ConsumerRegistry {
        void closeByBroker(ActiveConsumer consumer, BrokerError reason);
    }
}
