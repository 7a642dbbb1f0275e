package io.carrick.jms.client;

import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireTransaction;
import java.util.ArrayList;
import java.util.List;

/** A link that notes what is asked of it. */
final class RecordingLink implements WireReceiver {
    final List<String> asked = new ArrayList<>();

    /** A message by name. */
    record Named(String name) implements InboundDelivery {
        @Override
        public byte[] encoded() {
            return new byte[0];
        }

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public void credit(int more) {
        asked.add("credit " + more);
    }

    @Override
    public void drain() {
        asked.add("drain");
    }

    @Override
    public void settle(InboundDelivery delivery, Settlement settlement, WireTransaction transaction) {
        asked.add(settlement + " " + delivery);
    }

    @Override
    public void close() {
        asked.add("close");
    }

    @Override
    public void beginClose(Runnable closed) {
        close();
        closed.run();
    }
}
