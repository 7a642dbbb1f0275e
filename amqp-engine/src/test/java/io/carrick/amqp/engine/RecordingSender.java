package io.carrick.amqp.engine;

import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Records what a sending link tells. */
final class RecordingSender implements SendingLinkHandler {
    final List<OutgoingDelivery> disposed = new ArrayList<>();
    final List<OutgoingDelivery> lost = new ArrayList<>();
    private final String name;
    private final List<String> events;
    SendingLink link;
    boolean answersDetach = true;
    int ends;

    RecordingSender(String name, List<String> events) {
        this.name = name;
        this.events = events;
    }

    @Override
    public void attached(Attach answer) {
        events.add(name + " attached");
    }

    @Override
    public void refused(ErrorCondition error) {
        ends++;
        events.add(name + " refused " + RecordingSession.text(error));
    }

    @Override
    public void flow() {
        events.add(name + " credit " + link.credit() + (link.drain() ? " drain" : ""));
    }

    @Override
    public void sendable() {
        events.add(name + " sendable");
    }

    @Override
    public void disposed(OutgoingDelivery delivery, DeliveryState state, boolean settled) {
        disposed.add(delivery);
        events.add(name + " " + delivery.context() + " " + state + (settled ? " settled" : ""));
    }

    @Override
    public void detached(boolean closed) {
        ends++;
        lost.addAll(link.unsettled());
        events.add(name + " detached " + RecordingSession.text(link.error()));
        if (answersDetach) {
            link.detach(closed, null);
        }
    }

    @Override
    public void detachCompleted(ErrorCondition error) {
        ends++;
        events.add(name + " completed " + RecordingSession.text(error));
    }
}
