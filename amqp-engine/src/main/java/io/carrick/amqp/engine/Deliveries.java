package io.carrick.amqp.engine;

import static io.carrick.amqp.codec.ProtocolException.session;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** The deliveries of a session that are not settled, by their ids, and the dispositions about them. */
final class Deliveries {
    private final ConnectionHandler handler;
    private final IntTable<IncomingDelivery> incoming = new IntTable<>();
    private final IntTable<OutgoingDelivery> outgoing = new IntTable<>();
    private final DispositionBatch receiverDispositions;
    private final DispositionBatch senderDispositions;
    private int nextId;

    /**
     * For a session.
     *
     * @param handler told of the peer's dispositions
     * @param sink takes the dispositions of this side
     */
    Deliveries(ConnectionHandler handler, Consumer<DispositionFrame> sink) {
        this.handler = handler;
        receiverDispositions = new DispositionBatch(true, sink);
        senderDispositions = new DispositionBatch(false, sink);
    }

    /** The id of the next delivery that this side sends. */
    int nextId() {
        return nextId++;
    }

    /** The last delivery was not sent after all; ids have no gaps. */
    void takeBackId() {
        nextId--;
    }

    void forget(OutgoingDelivery delivery) {
        outgoing.remove(delivery.id());
    }

    void remember(OutgoingDelivery delivery) {
        outgoing.put(delivery.id(), delivery);
    }

    void remember(IncomingDelivery delivery) throws ProtocolException {
        if (incoming.get(delivery.id()) != null) {
            throw session(
                    AmqpError.INVALID_FIELD,
                    "delivery-id " + SerialNumber.unsigned(delivery.id()) + " is in use by an unsettled delivery");
        }
        incoming.put(delivery.id(), delivery);
    }

    void forget(IncomingDelivery delivery) {
        incoming.remove(delivery.id());
    }

    /** Drops the unsettled deliveries of a link that is gone. */
    void forget(SendingLink link) {
        outgoing.forEach(delivery -> {
            if (delivery.link() == link) {
                outgoing.remove(delivery.id());
            }
        });
    }

    /** The unsettled deliveries of a link in the order in which they were sent. */
    List<OutgoingDelivery> of(SendingLink link) {
        List<OutgoingDelivery> found = new ArrayList<>();
        outgoing.forEach(delivery -> {
            if (delivery.link() == link) {
                found.add(delivery);
            }
        });
        int newest = nextId;
        found.sort(Comparator.comparingInt(delivery -> delivery.id() - newest));
        return found;
    }

    void clear() {
        incoming.clear();
        outgoing.clear();
    }

    /** Answers the sender of a delivery. */
    void answered(IncomingDelivery delivery) {
        receiverDispositions.add(delivery.id(), delivery.outcome(), delivery.settled());
        if (delivery.settled()) {
            incoming.remove(delivery.id());
        }
    }

    /**
     * Settles a delivery of this side.
     *
     * @return whether its receiver is told
     */
    boolean settled(OutgoingDelivery delivery, DeliveryState state) {
        if (outgoing.remove(delivery.id()) == null) {
            return false;
        }
        senderDispositions.add(delivery.id(), state, true);
        return true;
    }

    /** Sends the dispositions that were held back to be joined. */
    void flush() {
        receiverDispositions.flush();
        senderDispositions.flush();
    }

    /** The peer's disposition has come. */
    void disposed(DispositionFrame frame) throws ProtocolException {
        int first = (int) frame.first();
        int last = (int) frame.last();
        if (SerialNumber.compare(last, first) < 0) {
            throw session(
                    AmqpError.INVALID_FIELD,
                    "disposition of deliveries " + frame.first() + " to " + frame.last() + ", which is no range");
        }
        if (frame.fromReceiver()) {
            receiverDisposed(inRange(outgoing, first, last), frame);
        } else {
            inRange(incoming, first, last).forEach(delivery -> senderDisposed(delivery, frame));
        }
    }

    private void receiverDisposed(List<OutgoingDelivery> deliveries, DispositionFrame frame) {
        for (OutgoingDelivery delivery : deliveries) {
            delivery.disposed(frame.state(), frame.settled());
            if (frame.settled()) {
                outgoing.remove(delivery.id());
            }
        }
        if (!deliveries.isEmpty()) {
            handler.disposition(deliveries, frame.state(), frame.settled());
        }
    }

    private void senderDisposed(IncomingDelivery delivery, DispositionFrame frame) {
        if (frame.state() != null) {
            delivery.remoteState(frame.state());
        }
        if (frame.settled()) {
            delivery.settledRemotely();
            incoming.remove(delivery.id());
        }
    }

    /** The unsettled deliveries of a range of ids in order, at a cost bounded by their number. */
    private static <V> List<V> inRange(IntTable<V> unsettled, int first, int last) {
        if (first == last) {
            V delivery = unsettled.get(first);
            return delivery == null ? List.of() : List.of(delivery);
        }
        int distance = last - first;
        List<V> found = new ArrayList<>(Math.min(distance, unsettled.size()) + 1);
        if (distance <= 2 * unsettled.size()) {
            for (int i = 0; i <= distance; i++) {
                V delivery = unsettled.get(first + i);
                if (delivery != null) {
                    found.add(delivery);
                }
            }
            return found;
        }
        Arrays.stream(unsettled.keys())
                .filter(id -> id - first >= 0 && last - id >= 0)
                .boxed()
                .sorted(Comparator.comparingInt(id -> id - first))
                .forEach(id -> found.add(unsettled.get(id)));
        return found;
    }
}
