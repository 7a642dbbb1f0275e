package io.carrick.amqp.engine;

/** What every link tells its application. */
public interface LinkHandler {
    /**
     * The link is detached by the peer, or lost with its session or connection. If {@link Link#awaitsDetach()} it is
     * to be answered by {@link Link#detach}. No other event follows.
     *
     * @param closed whether the link is closed, not only detached; false when it is lost
     */
    void detached(boolean closed);
}
