package io.carrick.amqp.link;

import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.Payload;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.broker.Delivery;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * The delivery tags of a consumer's link, and which deliveries of a durable source are not settled, so that the link
 * can be resumed (part 2, section 2.6.13). The broker takes the deliveries of a detached link back; when it delivers
 * the same messages to the resumed link, they get their old tags, and one that the client has decided on meanwhile is
 * settled without being sent again.
 */
final class UnsettledDeliveries {
    /** No bytes. */
    static final Payload NOTHING = new Payload() {
        @Override
        public long remaining() {
            return 0;
        }

        @Override
        public void takeInto(ByteBuf out, int bytes) {
            // There is nothing to take.
        }
    };

    private static final int ENTRY_BYTES = 16;
    private static final int ATTACH_BYTES = 600;

    private final SendingLink link;
    private final boolean kept;
    private final Map<Long, byte[]> tags = new LinkedHashMap<>();
    private Map<Long, byte[]> former = Map.of();
    private Map<?, ?> clientStates = Map.of();
    private int lastTag;

    /** A delivery that the client knows; state is what it has decided, null if nothing. */
    @SuppressWarnings("ArrayRecordComponent")
    record Resumption(byte[] tag, Object state) {}

    UnsettledDeliveries(SendingLink link, boolean kept) {
        this.link = link;
        this.kept = kept;
    }

    byte[] nextTag() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(++lastTag).array();
    }

    void sent(OutgoingDelivery sent, Delivery delivery) {
        if (kept) {
            tags.put(delivery.sequence(), sent.tag());
        }
    }

    void settled(OutgoingDelivery delivery) {
        if (kept) {
            tags.remove(((Delivery) delivery.context()).sequence());
        }
    }

    boolean worthKeeping() {
        return !tags.isEmpty();
    }

    /** Takes over what a former attachment left if the client has not forgotten it, and tells it in the reply. */
    void resume(UnsettledDeliveries suspended, Attach reply) {
        Map<?, ?> remembered = link.remoteAttach().getUnsettled();
        if (suspended == null || remembered == null) {
            return;
        }
        lastTag = suspended.lastTag;
        former = new HashMap<>(suspended.tags);
        clientStates = remembered;
        int most = Math.max(1, (link.session().connection().peerFrameSizeMax() - ATTACH_BYTES) / ENTRY_BYTES);
        Map<Binary, DeliveryState> told = new LinkedHashMap<>();
        for (byte[] tag : suspended.tags.values()) {
            if (told.size() == most) {
                break;
            }
            told.put(new Binary(tag), null);
        }
        reply.setUnsettled(told);
        reply.setIncompleteUnsettled(told.size() < suspended.tags.size());
    }

    /** How a delivery continues one of the former attachment; null if the client does not know it. */
    Resumption resumption(Delivery delivery) {
        if (former.isEmpty()) {
            return null;
        }
        byte[] tag = former.remove(delivery.sequence());
        if (tag == null || !clientStates.containsKey(new Binary(tag))) {
            return null;
        }
        return new Resumption(tag, clientStates.get(new Binary(tag)));
    }

    /** The state if it has no fields, else null. */
    static DeliveryState plain(Object state) {
        return state instanceof Accepted || state instanceof Released ? (DeliveryState) state : null;
    }
}
