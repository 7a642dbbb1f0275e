package io.carrick.broker;

/**
 * What a connection may ask about half messages, beside sending them by {@link Producer#prepare}. Used from the
 * connection's executor only.
 */
public interface HalfMessages {
    /**
     * Says what has become of a half message. The first decision counts; saying the same again succeeds.
     *
     * @param transaction a local transaction that the decision becomes part of, or null
     * @param heard whether the client learns of a refusal; see {@link SendEvents#heard}
     * @param reply succeeds when the decision is durable (in a transaction: when it is part of it); fails with {@link
     *     BrokerError.Code#NOT_FOUND} if the group has no half message of that id, {@code PRECONDITION_FAILED} with
     *     info {@code state} if the opposite was decided, {@code UNAUTHORIZED} without permission to send to {@code
     *     $half/group}
     */
    void resolve(String group, String id, HalfAnswer answer, Transaction transaction, boolean heard, Reply<Void> reply);

    /**
     * Becomes a member of the group that can be asked.
     *
     * @param reply fails with {@code UNAUTHORIZED} without permission to receive from {@code $half-check/group}
     */
    void openChecker(String group, HalfCheckEvents events, Reply<HalfChecker> reply);
}
