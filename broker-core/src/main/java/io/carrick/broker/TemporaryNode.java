package io.carrick.broker;

/** A dynamic node owned by one connection; only that connection may receive from it. */
public interface TemporaryNode {
    /** The generated address with its kind. */
    Destination destination();

    /**
     * The link that created the node is closed. What happens depends on the {@link Lifetime}. Deleting a node
     * while consumers are attached detaches them with {@link BrokerError.Code#RESOURCE_DELETED}.
     */
    void creatorClosed();

    /**
     * Deletes the node now.
     *
     * @param reply fails with {@link BrokerError.Code#RESOURCE_LOCKED} while consumers are attached to it
     */
    void delete(Reply<Void> reply);
}
