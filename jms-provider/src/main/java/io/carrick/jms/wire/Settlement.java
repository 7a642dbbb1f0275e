package io.carrick.jms.wire;

/** What a consumer made of a delivery (AMQP 1.0, part 3, section 3.4). */
public enum Settlement {
    /** It is done with it. */
    ACCEPTED,
    /** It can do nothing with it, ever. */
    REJECTED,
    /** It has not looked at it. */
    RELEASED,
    /** It tried and failed. */
    FAILED,
    /** It tried and failed, and does not want it again. */
    FAILED_HERE
}
