package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Payload;
import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.SendCompletion;
import io.netty.buffer.ByteBuf;
import jakarta.jms.JMSException;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message from the moment it is handed over until its outcome; kept to be sent again after a failover. */
final class PendingSend extends Handover.Task implements Payload {
    private static final Logger LOG = LoggerFactory.getLogger(PendingSend.class);

    private final AmqpSender sender;
    private final OutboundMessage message;
    private final AmqpTransaction transaction;
    private final SendCompletion completion;
    private byte[] mark;
    private int headerLength;
    private int position;
    private boolean finished;

    PendingSend(AmqpSender sender, OutboundMessage message, AmqpTransaction transaction, SendCompletion completion) {
        this.sender = sender;
        this.message = message;
        this.transaction = transaction;
        this.completion = completion;
    }

    @Override
    void run() {
        sender.enqueue(this);
    }

    OutboundMessage message() {
        return message;
    }

    /** Null for none. */
    AmqpTransaction transaction() {
        return transaction;
    }

    /**
     * Puts delivery annotations behind the header.
     *
     * @param annotations a whole section
     */
    void mark(byte[] annotations) {
        mark = annotations;
        headerLength = RepetitionMark.headerLength(message.encoded());
    }

    /** Bytes that wait as long as it is not sent. */
    int size() {
        return message.encoded().length;
    }

    /** Whether whoever has sent it does not want it to be sent any more. */
    boolean isWithdrawn() {
        return completion.isWithdrawn();
    }

    /** Prepares it to be sent from the start; false if it must not be sent any more. */
    boolean begin() {
        position = 0;
        return completion.begin();
    }

    @Override
    public long remaining() {
        return message.encoded().length + (mark == null ? 0 : mark.length) - position;
    }

    @Override
    public void takeInto(ByteBuf out, int bytes) {
        byte[] encoded = message.encoded();
        if (mark == null) {
            out.writeBytes(encoded, position, bytes);
            position += bytes;
            return;
        }
        int left = bytes;
        left = take(out, encoded, 0, headerLength, 0, left);
        left = take(out, mark, headerLength, mark.length, 0, left);
        take(out, encoded, headerLength + mark.length, encoded.length - headerLength, headerLength, left);
    }

    /** Takes from the part that holds {@code length} bytes of this payload from {@code start} on. */
    private int take(ByteBuf out, byte[] part, int start, int length, int partOffset, int left) {
        int skipped = position - start;
        if (left == 0 || skipped < 0 || skipped >= length) {
            return left;
        }
        int count = Math.min(left, length - skipped);
        out.writeBytes(part, partOffset + skipped, count);
        position += count;
        return left - count;
    }

    @Override
    public void release() {
        sender.written(this);
    }

    /**
     * Tells the application and the transaction what became of it; once.
     *
     * @param failure null if the broker has it, or it does not matter any more
     */
    void finish(JMSException failure) {
        if (finished) {
            return;
        }
        finished = true;
        if (failure != null && transaction != null) {
            transaction.doom(failure);
        }
        try {
            if (failure == null) {
                completion.accepted();
            } else {
                completion.failed(failure);
            }
        } catch (RuntimeException e) {
            LOG.error("A completion of a send has failed", e);
        }
        if (transaction != null) {
            transaction.workDone();
        }
    }

    /** What the broker's state means; null if the broker has taken the message. */
    static JMSException failure(DeliveryState told, String where) {
        DeliveryState state = told instanceof TransactionalState in && in.getOutcome() instanceof DeliveryState outcome
                ? outcome
                : told;
        if (state instanceof Accepted) {
            return null;
        }
        if (state instanceof Rejected rejected) {
            return Failures.of("The broker has rejected a message of a " + where, rejected.getError());
        }
        if (state instanceof Released) {
            return new JMSException(
                    "The broker cannot take a message of a " + where + " now; it may be sent again",
                    "amqp:released:list");
        }
        if (state instanceof Modified modified) {
            return new JMSException(
                    "The broker has not taken a message of a " + where
                            + (Boolean.TRUE.equals(modified.getUndeliverableHere())
                                    ? ", and will not take it here"
                                    : "; it may be sent again"),
                    "amqp:modified:list");
        }
        return new JMSException("The broker has told no outcome of a message of a " + where + ", but " + state);
    }
}
