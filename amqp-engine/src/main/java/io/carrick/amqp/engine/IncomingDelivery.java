package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** A delivery that the peer sends. */
public final class IncomingDelivery {
    private final ReceivingLink link;
    private final int id;
    private final byte[] tag;
    private final long messageFormat;
    private final boolean resumed;
    private boolean settled;
    private boolean settlesSecond;
    private boolean complete;
    private DeliveryState remoteState;
    private DeliveryState outcome;
    private Object context;

    IncomingDelivery(ReceivingLink link, int id, byte[] tag, long messageFormat, boolean resumed) {
        this.link = link;
        this.id = id;
        this.tag = tag;
        this.messageFormat = messageFormat;
        this.resumed = resumed;
    }

    public ReceivingLink link() {
        return link;
    }

    /** The delivery tag; not to be changed. */
    public byte[] tag() {
        return tag;
    }

    /** The message format, 0 if none was given. */
    public long messageFormat() {
        return messageFormat;
    }

    /** Whether the sender resumes a delivery of an earlier attachment (part 2, section 2.6.13). */
    public boolean resumed() {
        return resumed;
    }

    /** Whether one of the two sides has settled it, so that no disposition is sent. */
    public boolean settled() {
        return settled;
    }

    /** The state the sender gave (a transactional state, say), or null. */
    public DeliveryState remoteState() {
        return remoteState;
    }

    /** What was answered to the sender, null if nothing yet. */
    public DeliveryState outcome() {
        return outcome;
    }

    /** Whether all parts have come. */
    public boolean complete() {
        return complete;
    }

    /** What the application attached. */
    public Object context() {
        return context;
    }

    /** Attaches something of the application. */
    public void context(Object value) {
        context = value;
    }

    /**
     * Answers the sender. With rcv-settle-mode first the delivery is settled; with second it is settled when the
     * sender settles it. Does nothing if it is settled, or its link gone, already.
     */
    public void settle(DeliveryState state) {
        if (!settled && outcome == null) {
            outcome = state;
            settled = !settlesSecond;
            link.answered(this);
        }
    }

    int id() {
        return id;
    }

    boolean settlesSecond() {
        return settlesSecond;
    }

    void settlesSecond(boolean value) {
        settlesSecond = value;
    }

    void settledRemotely() {
        settled = true;
    }

    void completed() {
        complete = true;
    }

    void remoteState(DeliveryState state) {
        remoteState = state;
    }
}
