package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** A delivery sent to the peer. */
public final class OutgoingDelivery {
    private final SendingLink link;
    private final int id;
    private final byte[] tag;
    private final Object context;
    private DeliveryState remoteState;
    private boolean settled;
    private boolean failed;

    OutgoingDelivery(SendingLink link, int id, byte[] tag, boolean settled, Object context) {
        this.link = link;
        this.id = id;
        this.tag = tag;
        this.settled = settled;
        this.context = context;
    }

    public SendingLink link() {
        return link;
    }

    /** The delivery tag; not to be changed. */
    public byte[] tag() {
        return tag;
    }

    /** What the application gave when it sent the delivery. */
    public Object context() {
        return context;
    }

    /** The last state that the receiver told, or null. */
    public DeliveryState remoteState() {
        return remoteState;
    }

    public boolean settled() {
        return settled;
    }

    /** Whether its payload could not be read, so that the receiver did not get it. */
    public boolean failed() {
        return failed;
    }

    /** Settles the delivery from this side and tells the receiver. Does nothing if it is settled already. */
    public void settle(DeliveryState state) {
        if (!settled) {
            settled = true;
            link.settled(this, state);
        }
    }

    void fail() {
        failed = true;
        settled = true;
    }

    int id() {
        return id;
    }

    void disposed(DeliveryState state, boolean remotelySettled) {
        if (state != null) {
            remoteState = state;
        }
        settled |= remotelySettled;
    }
}
