package io.carrick.jms.client;

import io.carrick.jms.wire.Credentials;
import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.RemoteBroker;
import io.carrick.jms.wire.SendCompletion;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireConnectionListener;
import io.carrick.jms.wire.WireConnector;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireSession;
import io.carrick.jms.wire.WireTransaction;
import jakarta.jms.JMSException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.message.Message;

/**
 * A broker behind the seam, without a network: queues that keep their order, credit, settlement and transactions, on the
 * caller's thread. What it was asked for can be looked at; sends and drains can be left unanswered.
 */
final class FakeBroker implements WireConnector {
    /** A message of a queue. */
    static final class Stored implements Comparable<Stored> {
        private final long sequence;
        private final byte[] encoded;
        private int failures;

        private Stored(long sequence, byte[] encoded) {
            this.sequence = sequence;
            this.encoded = encoded;
        }

        @Override
        public int compareTo(Stored other) {
            return Long.compare(sequence, other.sequence);
        }
    }

    final Map<String, TreeSet<Stored>> queues = new LinkedHashMap<>();
    final List<Receiver> receivers = new ArrayList<>();
    final List<OutboundMessage> sent = new ArrayList<>();
    final List<SendCompletion> unanswered = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    boolean answersSends = true;
    boolean answersDrains = true;
    JMSException commitFailure;
    WireConnectionListener listener;
    String clientId;
    private long sequence;
    private int temporaries;

    TreeSet<Stored> queue(String address) {
        return queues.computeIfAbsent(address, name -> new TreeSet<>());
    }

    void put(String address, byte[] encoded) {
        queue(address).add(new Stored(sequence++, encoded));
        dispatch();
    }

    /** Gives messages to receivers with credit. */
    void dispatch() {
        boolean more = true;
        while (more) {
            more = false;
            for (Receiver receiver : List.copyOf(receivers)) {
                more |= receiver.deliverOne();
            }
        }
    }

    /** The socket is lost: everything that was delivered goes back. */
    void interrupt() {
        for (Receiver receiver : List.copyOf(receivers)) {
            receiver.lose();
            receiver.sink.interrupted();
        }
        listener.interrupted(URI.create("amqp://fake"), new JMSException("lost"));
    }

    void restore() {
        receivers.forEach(receiver -> receiver.sink.restored());
        listener.restored(URI.create("amqp://fake"));
        dispatch();
    }

    @Override
    public WireConnection connect(Credentials credentials, WireConnectionListener told) {
        listener = told;
        return new Connection();
    }

    private final class Connection implements WireConnection {
        @Override
        public void open(String id) {
            clientId = id;
            calls.add("open " + id);
        }

        @Override
        public RemoteBroker broker() {
            return new RemoteBroker(URI.create("amqp://fake"), "fake", "1", Set.of());
        }

        @Override
        public WireSession openSession() {
            return new Session();
        }

        @Override
        public String createTemporary(DestinationKind kind) {
            return "temporary-" + ++temporaries;
        }

        @Override
        public void deleteTemporary(String address) {
            calls.add("delete " + address);
        }

        @Override
        public void unsubscribe(String subscription) {
            calls.add("unsubscribe " + subscription);
        }

        @Override
        public void close() {
            calls.add("close connection");
            List.copyOf(receivers).forEach(Receiver::close);
        }
    }

    private final class Session implements WireSession {
        private final List<Receiver> own = new ArrayList<>();

        @Override
        public WireSender openSender(Target target) {
            return new Sender();
        }

        @Override
        public WireReceiver openReceiver(ReceiverOptions options, DeliverySink sink) {
            Receiver receiver = new Receiver(options, sink);
            receivers.add(receiver);
            own.add(receiver);
            return receiver;
        }

        @Override
        public WireTransaction begin() {
            calls.add("begin");
            return new Transaction();
        }

        @Override
        public void close() {
            calls.add("close session");
            own.forEach(Receiver::close);
        }
    }

    private final class Sender implements WireSender {
        @Override
        public void send(OutboundMessage message, WireTransaction transaction, SendCompletion completion) {
            sent.add(message);
            if (transaction != null) {
                ((Transaction) transaction).sends.add(message);
            } else {
                put(message.to().address(), message.encoded());
            }
            if (answersSends) {
                completion.accepted();
            } else {
                unanswered.add(completion);
            }
        }

        @Override
        public void close() {
            calls.add("close sender");
        }
    }

    private final class Transaction implements WireTransaction {
        private final List<OutboundMessage> sends = new ArrayList<>();
        private final List<Runnable> afterwards = new ArrayList<>();

        @Override
        public void commit() throws JMSException {
            calls.add("commit");
            end();
            if (commitFailure != null) {
                throw commitFailure;
            }
            sends.forEach(message -> put(message.to().address(), message.encoded()));
        }

        @Override
        public void rollback() {
            calls.add("rollback");
            end();
        }

        private void end() {
            afterwards.forEach(Runnable::run);
        }

        @Override
        public void whenEnded(Runnable action) {
            afterwards.add(action);
        }
    }

    static final class Delivery implements InboundDelivery {
        final Stored stored;
        boolean current = true;

        Delivery(Stored stored) {
            this.stored = stored;
        }

        @Override
        public byte[] encoded() {
            Message message = Proton.message();
            message.decode(stored.encoded, 0, stored.encoded.length);
            message.setDeliveryCount(stored.failures);
            byte[] buffer = new byte[stored.encoded.length + 64];
            int length = message.encode(buffer, 0, buffer.length);
            return Arrays.copyOf(buffer, length);
        }

        @Override
        public boolean isCurrent() {
            return current;
        }
    }

    final class Receiver implements WireReceiver {
        final ReceiverOptions options;
        final List<Delivery> unsettled = new ArrayList<>();
        final List<String> settled = new ArrayList<>();
        int credit;
        int drainsAsked;
        boolean closed;
        private final DeliverySink sink;
        private Stored browsed;

        Receiver(ReceiverOptions options, DeliverySink sink) {
            this.options = options;
            this.sink = sink;
        }

        @Override
        public void credit(int more) {
            credit += more;
            dispatch();
        }

        @Override
        public void drain() {
            drainsAsked++;
            dispatch();
            if (answersDrains) {
                answerDrain();
            }
        }

        void answerDrain() {
            credit = 0;
            sink.drained();
        }

        @Override
        public void settle(InboundDelivery delivery, Settlement settlement, WireTransaction transaction) {
            Delivery given = (Delivery) delivery;
            settled.add(settlement + (transaction == null ? "" : " in transaction"));
            if (!unsettled.remove(given)) {
                return;
            }
            if (settlement == Settlement.FAILED) {
                given.stored.failures++;
            }
            if (settlement == Settlement.FAILED || settlement == Settlement.RELEASED) {
                queue(options.source().address()).add(given.stored);
                dispatch();
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                calls.add("close receiver");
                receivers.remove(this);
                lose();
                dispatch();
            }
        }

        @Override
        public void beginClose(Runnable whenClosed) {
            close();
            whenClosed.run();
        }

        void remoteClose(JMSException cause) {
            receivers.remove(this);
            sink.closed(cause);
        }

        private void lose() {
            credit = 0;
            unsettled.forEach(delivery -> {
                delivery.current = false;
                queue(options.source().address()).add(delivery.stored);
            });
            unsettled.clear();
        }

        private boolean deliverOne() {
            TreeSet<Stored> queue = queue(options.source().address());
            boolean browses = options.mode() == Mode.BROWSE;
            Stored next = browses && browsed != null ? queue.higher(browsed) : queue.isEmpty() ? null : queue.first();
            if (credit == 0 || next == null) {
                return false;
            }
            credit--;
            Delivery delivery = new Delivery(next);
            browsed = next;
            if (!browses) {
                queue.remove(next);
            }
            if (options.mode() == Mode.SETTLE) {
                unsettled.add(delivery);
            }
            sink.delivered(delivery);
            return true;
        }
    }
}
