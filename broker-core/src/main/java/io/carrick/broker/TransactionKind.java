package io.carrick.broker;

import java.util.Locale;

/** What sort of work it is that waits for an outcome. */
public enum TransactionKind {
    /** A local transaction of one connection (AMQP 1.0, part 4). */
    LOCAL,
    /** A branch of a distributed transaction. */
    XA,
    /** A half message. */
    HALF;

    /** Its name for operators. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
