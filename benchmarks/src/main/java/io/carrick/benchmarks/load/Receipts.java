package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.CorruptPayloadException;
import io.carrick.benchmarks.check.Payload;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * What a consumer books of its messages: when each arrived, and whether it was sound. Thread-safe.
 *
 * @param copy which of the copies it receives
 */
record Receipts(Run run, int copy) {

    /** The payload of a message that has arrived; null, and booked as damaged, if it is not what was sent. */
    Payload arrived(Message message) throws JMSException {
        try {
            Payload payload = run.codec().decode(body(message));
            run.latency(Timing.DELIVERY).recordSince(payload.sentNanos());
            return payload;
        } catch (CorruptPayloadException e) {
            run.ledger().damaged();
            return null;
        }
    }

    /** Books a message for good. */
    void received(Payload payload) {
        run.ledger().received(copy, payload.producer(), payload.sequence());
    }

    /** The body, empty if the message is of another type. */
    static byte[] body(Message message) throws JMSException {
        if (!(message instanceof BytesMessage)) {
            return new byte[0];
        }
        BytesMessage bytes = (BytesMessage) message;
        byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
        bytes.readBytes(body);
        return body;
    }
}
