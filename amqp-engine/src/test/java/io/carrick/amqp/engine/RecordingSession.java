package io.carrick.amqp.engine;

import java.util.List;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Records what a session tells. */
record RecordingSession(List<String> events) implements SessionHandler {
    @Override
    public void begun() {
        events.add("begun");
    }

    @Override
    public void ended(ErrorCondition error) {
        events.add("ended " + text(error));
    }

    static String text(ErrorCondition error) {
        return error == null ? "well" : error.getCondition().toString();
    }
}
