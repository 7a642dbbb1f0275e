package io.carrick.broker.state;

import io.carrick.store.queue.QueueEntry;

/** Follows the state as records are applied: the way from state to dispatch. Called on the core thread. */
public interface StateListener {
    /** For replay, when nobody is connected. */
    StateListener NONE = new StateListener() {
        @Override
        public void arrived(Subscription subscription, long key, QueueEntry entry) {}

        @Override
        public void returned(Subscription subscription, long key) {}

        @Override
        public void marked(Subscription subscription) {}

        @Override
        public void relocated(Address address, long key, Place place) {}

        @Override
        public void removed(Subscription subscription) {}

        @Override
        public void removed(Address address) {}
    };

    /** A message came in for the subscription. */
    void arrived(Subscription subscription, long key, QueueEntry entry);

    /** A message came back; its counts have changed. */
    void returned(Subscription subscription, long key);

    /** The dispatch mark moved. */
    void marked(Subscription subscription);

    /** The message lies at another place of the log now. */
    void relocated(Address address, long key, Place place);

    /** The subscription is gone. */
    void removed(Subscription subscription);

    /** The address is gone, after its subscriptions. */
    void removed(Address address);
}
