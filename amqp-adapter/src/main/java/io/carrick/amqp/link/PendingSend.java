package io.carrick.amqp.link;

import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.broker.BrokerError;
import io.carrick.broker.SendEvents;
import io.carrick.transactions.LocalTransaction;
import java.util.HexFormat;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;

/** A message given to the broker whose outcome the producer waits for. */
final class PendingSend implements SendEvents {
    private final ProducerLink producer;
    private final LocalTransaction transaction;
    private final boolean heard;
    private IncomingDelivery delivery;

    PendingSend(ProducerLink producer, IncomingDelivery delivery, LocalTransaction transaction) {
        this.producer = producer;
        this.delivery = delivery;
        this.transaction = transaction;
        heard = !delivery.settled();
    }

    /** The client resumes the delivery on another attachment: the outcome goes there. */
    void resumedAs(IncomingDelivery resumed) {
        delivery = resumed;
    }

    private byte[] transactionId() {
        return transaction == null ? null : transaction.id();
    }

    /** The delivery tag as text. */
    String tag() {
        return HexFormat.of().formatHex(delivery.tag());
    }

    /** Whether the client wants no answer. */
    boolean settled() {
        return delivery.settled();
    }

    /** Why it cannot be a half message; null if it can. */
    BrokerError halfRefusal() {
        if (transaction != null) {
            return new BrokerError(
                    BrokerError.Code.NOT_ALLOWED,
                    "A half message cannot be sent in a transaction: it is one by itself");
        }
        return delivery.settled()
                ? new BrokerError(
                        BrokerError.Code.NOT_ALLOWED,
                        "A half message cannot be sent settled: its sender must know that it is prepared")
                : null;
    }

    @Override
    public boolean heard() {
        return heard;
    }

    @Override
    public void accepted() {
        delivery.settle(Transactions.within(transactionId(), Accepted.getInstance()));
        producer.sent(null);
    }

    @Override
    public void rejected(BrokerError error) {
        if (delivery.settled()) {
            lost(error);
        } else if (producer.sourceTakes(Rejected.DESCRIPTOR_SYMBOL)) {
            Rejected rejected = new Rejected();
            rejected.setError(producer.describe(error, delivery));
            delivery.settle(Transactions.within(transactionId(), rejected));
        } else {
            producer.end(producer.describe(error, delivery));
        }
        producer.sent(error);
    }

    @Override
    public void released(BrokerError error) {
        if (delivery.settled()) {
            lost(error);
        } else if (producer.sourceTakes(Released.DESCRIPTOR_SYMBOL)) {
            delivery.settle(Transactions.within(transactionId(), Released.getInstance()));
        } else {
            producer.end(producer.describe(error, delivery));
        }
        producer.sent(error);
    }

    /** A message sent settled cannot be refused: its transaction fails, or the anonymous link that sent it. */
    private void lost(BrokerError error) {
        if (transaction != null) {
            transaction.rollbackOnly(error);
        } else if (producer.anonymous()) {
            producer.end(producer.describe(error, delivery));
        }
    }
}
