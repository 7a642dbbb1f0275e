package io.carrick.broker.dispatch;

import io.carrick.broker.Message;
import io.carrick.broker.selector.PropertySource;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.Subscription;

/** What dispatch needs from the rest of the core. Called on the core thread. */
public interface DispatchPort {
    /** The time, milliseconds since the epoch. */
    long now();

    /** Reads messages that are no longer in memory. */
    MessageReader reader();

    /** Properties of a message as selectors see them. */
    PropertySource properties(Message message);

    /** A message was found to have expired; it is held by nobody. */
    void expired(Subscription subscription, long key);

    /**
     * Messages of that lane are about to be dispatched beyond the mark: a new mark must be journaled. {@link
     * SubscriptionDispatch#marked} tells when it is.
     *
     * @param index the mark
     */
    void mark(Subscription subscription, int lane, long index);

    /** A message was handed to a consumer. */
    void dispatched();
}
