package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Records what a receiving link tells. */
final class RecordingReceiver implements ReceivingLinkHandler {
    final List<IncomingDelivery> received = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    private final String name;
    private final List<String> events;
    private PartialMessage partial = new PartialMessage();
    ReceivingLink link;
    boolean answersDetach = true;
    int ends;
    int drains;

    RecordingReceiver(String name, List<String> events) {
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
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        partial.add(payload);
        if (!more) {
            received.add(delivery);
            messages.add(partial.contents().toString(StandardCharsets.US_ASCII));
            partial = new PartialMessage();
        }
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        partial = new PartialMessage();
        events.add(name + " aborted");
    }

    @Override
    public void drained() {
        drains++;
        events.add(name + " drained");
    }

    @Override
    public void detached(boolean closed) {
        ends++;
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
