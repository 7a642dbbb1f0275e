package io.carrick.amqp.link;

import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.ReceivingLink;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;

/**
 * The deliveries of a producer's link that are not settled, so that the link can be resumed (part 2, section 2.6.13):
 * a message that the client is not sure of is then not stored a second time. Kept only for links that could be resumed
 * with something to tell: those with a durable target, or which the client settles second.
 */
final class UnsettledSends {
    private static final int SWEEP_SIZE = 2048;
    /** A tag, an outcome and what is around them; an error's text is left out. */
    private static final int ENTRY_BYTES = 48;

    private static final int ATTACH_BYTES = 400;

    private final ReceivingLink link;
    private final boolean kept;
    private final TerminusExpiryPolicy expiry;
    private final Map<Binary, Entry> entries = new LinkedHashMap<>();
    private Map<Binary, Entry> resumable = Map.of();
    private boolean resumesOnly;

    private record Entry(IncomingDelivery delivery, PendingSend pending) {}

    UnsettledSends(ReceivingLink link, Target target) {
        this.link = link;
        boolean durable = target.getDurable() != null && target.getDurable() != TerminusDurability.NONE;
        expiry = target.getExpiryPolicy();
        kept = (durable || link.remoteAttach().getRcvSettleMode() == ReceiverSettleMode.SECOND)
                && expiry != TerminusExpiryPolicy.LINK_DETACH;
    }

    void add(IncomingDelivery delivery, PendingSend pending) {
        if (!kept || delivery.settled()) {
            return;
        }
        if (entries.size() >= SWEEP_SIZE) {
            entries.values().removeIf(entry -> entry.delivery.settled());
        }
        entries.put(new Binary(delivery.tag()), new Entry(delivery, pending));
    }

    /**
     * Whether there is something to keep when the link goes.
     *
     * @param sessionLives false if the link goes with its session, and a target that expires then with it
     */
    boolean worthKeeping(boolean sessionLives) {
        entries.values().removeIf(entry -> entry.delivery.settled());
        boolean outlives =
                sessionLives || expiry == TerminusExpiryPolicy.NEVER || expiry == TerminusExpiryPolicy.CONNECTION_CLOSE;
        return outlives && !entries.isEmpty();
    }

    /** Takes over what a former attachment left, as far as the client remembers it too, and tells it in the reply. */
    void resume(UnsettledSends former, Attach reply) {
        Map<?, ?> remembered = link.remoteAttach().getUnsettled();
        if (former == null || remembered == null) {
            return;
        }
        resumable = new HashMap<>(former.entries);
        if (!link.remoteAttach().getIncompleteUnsettled()) {
            resumable.keySet().retainAll(remembered.keySet());
        }
        int most = Math.max(1, (link.session().connection().peerFrameSizeMax() - ATTACH_BYTES) / ENTRY_BYTES);
        Map<Binary, DeliveryState> told = new LinkedHashMap<>();
        resumable.forEach((tag, entry) -> {
            if (told.size() < most) {
                told.put(tag, entry.delivery.outcome());
            }
        });
        reply.setUnsettled(told);
        resumesOnly = told.size() < resumable.size();
        reply.setIncompleteUnsettled(resumesOnly);
    }

    /** Whether new deliveries must be refused, since the client was not told of all unsettled ones. */
    boolean resumesOnly() {
        return resumesOnly;
    }

    /** Answers a resumed delivery whose message has come already; false if it has not. */
    boolean resumes(IncomingDelivery delivery) {
        if (!delivery.complete()) {
            return resumable.containsKey(new Binary(delivery.tag()));
        }
        Entry former = resumable.remove(new Binary(delivery.tag()));
        if (former == null) {
            return false;
        }
        add(delivery, former.pending);
        if (former.delivery.outcome() != null) {
            delivery.settle(former.delivery.outcome());
        } else {
            former.pending.resumedAs(delivery);
        }
        return true;
    }
}
