package io.carrick.amqp.link;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** Transaction ids and states on the wire (part 4, section 4.5). */
final class Transactions {
    private static final byte[] NONE = {};

    private Transactions() {}

    /** The bytes of an id, none for null. */
    static byte[] id(Binary id) {
        if (id == null) {
            return NONE;
        }
        byte[] bytes = new byte[id.getLength()];
        System.arraycopy(id.getArray(), id.getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }

    /** The state of a delivery within a transaction; {@code outcome} itself if there is none. */
    static DeliveryState within(byte[] transactionId, DeliveryState outcome) {
        if (transactionId == null) {
            return outcome;
        }
        TransactionalState state = new TransactionalState();
        state.setTxnId(new Binary(transactionId));
        state.setOutcome((Outcome) outcome);
        return state;
    }
}
