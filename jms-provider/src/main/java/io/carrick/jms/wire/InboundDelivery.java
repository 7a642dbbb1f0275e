package io.carrick.jms.wire;

/** A message delivered, until it is settled. */
public interface InboundDelivery {
    /** The sections of the AMQP message. Not to be changed. */
    byte[] encoded();

    /** False once it cannot be settled any more, because the link it came over is gone. */
    boolean isCurrent();
}
