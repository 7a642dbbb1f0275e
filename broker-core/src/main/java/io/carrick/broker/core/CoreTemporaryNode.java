package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Destination;
import io.carrick.broker.Lifetime;
import io.carrick.broker.Reply;
import io.carrick.broker.TemporaryNode;
import io.carrick.broker.state.Address;
import io.carrick.broker.state.Subscription;

/** A dynamic node with its life-time policy (AMQP 1.0 part 3, section 3.5.10 ff.). */
final class CoreTemporaryNode implements TemporaryNode {
    private final CoreConnection connection;
    private final Address address;
    private final Lifetime lifetime;
    private boolean creatorClosed;

    CoreTemporaryNode(CoreConnection connection, Address address, Lifetime lifetime) {
        this.connection = connection;
        this.address = address;
        this.lifetime = lifetime;
    }

    @Override
    public Destination destination() {
        return address.destination();
    }

    @Override
    public void creatorClosed() {
        connection.shard().execute(() -> {
            creatorClosed = true;
            deleteIfDue();
        });
    }

    @Override
    public void delete(Reply<Void> reply) {
        connection.shard().execute(() -> {
            if (connection.shard().usage().hasConsumers(address)) {
                connection.answer(
                        reply, new BrokerError(Code.RESOURCE_LOCKED, address.name() + " still has consumers"));
            } else {
                connection.deleteTemporary(address);
                connection.answer(reply, (Void) null);
            }
        });
    }

    /** Deletes the node if its policy says so; looked at from time to time. */
    void deleteIfDue() {
        if (creatorClosed && isDue()) {
            connection.deleteTemporary(address);
        }
    }

    private boolean isDue() {
        boolean noLinks = !connection.shard().usage().isUsed(address);
        boolean noMessages = address.subscriptions().stream().allMatch(CoreTemporaryNode::isEmpty);
        return switch (lifetime) {
            case DELETE_ON_CLOSE -> true;
            case DELETE_ON_NO_LINKS -> noLinks;
            case DELETE_ON_NO_MESSAGES -> noMessages;
            case DELETE_ON_NO_LINKS_OR_MESSAGES -> noLinks && noMessages;
        };
    }

    private static boolean isEmpty(Subscription subscription) {
        return subscription.unsettled() == 0;
    }
}
