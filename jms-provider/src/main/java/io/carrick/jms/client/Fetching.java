package io.carrick.jms.client;

import io.carrick.jms.wire.WireReceiver;

/**
 * How an inbox fetches over its link: credit as the policy says, and drains that take it back and find out that there is
 * no message. Guarded by the lock of its inbox.
 */
final class Fetching {
    private final CreditPolicy policy;
    private WireReceiver receiver;
    private boolean linked = true;
    private boolean draining;
    private long drains;

    Fetching(CreditPolicy policy) {
        this.policy = policy;
    }

    /** Gives it the link, which must have no credit yet. */
    void open(WireReceiver link) {
        receiver = link;
    }

    /** Null before it is opened. */
    WireReceiver receiver() {
        return receiver;
    }

    /** Whether the link is there; not during a failover. */
    boolean isLinked() {
        return linked;
    }

    boolean isDraining() {
        return draining;
    }

    /** Whether messages may still come for the credit given. */
    boolean isExpecting() {
        return draining || policy.outstanding() > 0;
    }

    /**
     * Gives credit, unless it is being taken back.
     *
     * @param queued how many messages wait in the client
     * @param demand whether somebody is ready to take one now
     * @return whether some was given
     */
    boolean topUp(int queued, boolean demand) {
        if (receiver == null || !linked || draining) {
            return false;
        }
        int more = policy.grant(queued, demand);
        if (more > 0) {
            receiver.credit(more);
        }
        return more > 0;
    }

    /** Asks for what is there at once, and takes the credit back. */
    void drain() {
        if (!draining && linked && receiver != null) {
            draining = true;
            receiver.drain();
        }
    }

    /**
     * Which answer to a drain will say something about now. A drain that goes on was asked for by somebody before us: its
     * answer does not.
     */
    long nextAnswer() {
        return drains + (draining ? 2 : 1);
    }

    boolean isAnswered(long answer) {
        return drains >= answer;
    }

    /** The broker has answered a drain. */
    void drained() {
        draining = false;
        drains++;
        policy.revoked();
    }

    /** The link is lost and will come again. Nobody will answer a drain of before. */
    void interrupted() {
        linked = false;
        policy.revoked();
        if (draining) {
            draining = false;
            drains++;
        }
    }

    void restored() {
        linked = true;
    }

    /** The link is gone for good. */
    void ended() {
        linked = false;
    }
}
