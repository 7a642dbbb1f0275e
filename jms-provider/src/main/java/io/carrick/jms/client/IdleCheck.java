package io.carrick.jms.client;

/**
 * Looks, as long after the last receive as the policy says, whether an inbox that holds something is idle; one look is due
 * at a time. Guarded by the lock of its inbox.
 */
final class IdleCheck {
    private final CreditPolicy policy;
    private final Timer timer;
    private final Runnable look;
    private boolean due;

    /** @param look run without the lock; calls {@link #begun} first */
    IdleCheck(CreditPolicy policy, Timer timer, Runnable look) {
        this.policy = policy;
        this.timer = timer;
        this.look = look;
    }

    /** The inbox may become idle from now on. */
    void expect() {
        if (!due && policy.givesBack()) {
            due = true;
            timer.schedule(look, policy.idleInNanos(timer.nanoTime()));
        }
    }

    /** The look takes place. */
    void begun() {
        due = false;
    }

    /** Whether nobody has received for that long. */
    boolean isIdle() {
        return policy.isIdle(timer.nanoTime());
    }
}
