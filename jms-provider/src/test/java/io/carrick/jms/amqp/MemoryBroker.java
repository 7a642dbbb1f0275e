package io.carrick.jms.amqp;

import io.carrick.amqp.codec.AmqpValueReader;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.Payload;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.FactorySettings;
import io.carrick.jms.transport.TransportConnector;
import io.carrick.jms.transport.TransportListener;
import io.carrick.jms.wire.Credentials;
import io.carrick.jms.wire.WireConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;

/**
 * A broker in memory on the engine's server side, whose answers a test chooses; runs on the client's I/O thread. What
 * the test reads is safe to be read by any thread.
 */
final class MemoryBroker implements TransportConnector, AutoCloseable {
    static final Accepted ACCEPTED = Accepted.getInstance();

    final List<Received> messages = new CopyOnWriteArrayList<>();
    final List<Attach> attaches = new CopyOnWriteArrayList<>();
    final List<Object> coordination = new CopyOnWriteArrayList<>();
    final List<BrokerEndpoint> connects = new CopyOnWriteArrayList<>();
    final List<Settled> settled = new CopyOnWriteArrayList<>();
    /** How many settlements had come before each flow. */
    final List<Integer> settledAtFlows = new CopyOnWriteArrayList<>();

    final ConcurrentLinkedQueue<byte[]> queue = new ConcurrentLinkedQueue<>();
    volatile MemorySocket socket;
    volatile Open clientOpen;
    volatile Function<BrokerEndpoint, JMSException> reachable = broker -> null;
    volatile Function<BrokerEndpoint, ErrorCondition> refuses = broker -> null;
    volatile Function<Attach, ErrorCondition> refusesAttach = attach -> null;
    /** The outcome of a message; null for none yet. */
    volatile Function<Received, DeliveryState> outcome = received -> ACCEPTED;
    /** The answer of the coordinator to a discharge; null for none. */
    volatile Function<Discharge, DeliveryState> discharge = request -> ACCEPTED;

    volatile Supplier<Symbol[]> coordinatorCapabilities =
            () -> new Symbol[] {io.carrick.jms.amqp.Coordinator.KNOWN_OUTCOMES};
    volatile BiFunction<Attach, Integer, String> temporaryName = (attach, count) -> "temporary-" + count;
    volatile Map<Symbol, Object> openProperties = Map.of();
    volatile Symbol[] capabilities = {Symbol.valueOf("ANONYMOUS-RELAY")};
    volatile int credit = 100;
    volatile boolean answersAttach = true;
    private final EventLoop loop = new DefaultEventLoop();
    private final List<ReceivingLink> taking = new ArrayList<>();
    private int transactionCount;
    private int temporaryCount;

    /** A message that the client has sent. */
    record Received(String link, byte[] bytes, boolean settled, DeliveryState state) {
        /** The body: what is behind the last section's descriptor, as tests make them. */
        String text() {
            return new String(bytes, bytes.length - 1, 1, java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    record Settled(DeliveryState state, boolean settled) {}

    @Override
    public EventLoop eventLoop() {
        return loop;
    }

    @Override
    public void connect(BrokerEndpoint broker, TransportListener listener) {
        connects.add(broker);
        loop.execute(() -> {
            JMSException failure = reachable.apply(broker);
            if (failure != null) {
                listener.closed(failure);
            } else {
                socket = new MemorySocket(this, broker, listener);
                socket.connect();
            }
        });
    }

    @Override
    public void release() {
        // The test ends the thread.
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /** Connects a client that does not authenticate, with these options. */
    WireConnection connect(String uri, Map<String, String> options, WireEvents events) throws JMSException {
        java.util.HashMap<String, String> all = new java.util.HashMap<>(options);
        all.put("amqp.saslLayer", "false");
        FactorySettings settings = FactorySettings.parse(uri, all);
        AmqpConnector connector = new AmqpConnector(settings.connection(), () -> this, credentials -> null);
        return connector.connect(Credentials.NONE, events);
    }

    /** Does something on the I/O thread and waits for it. */
    void onIoThread(Runnable action) {
        CompletableFuture.runAsync(action, loop).orTimeout(5, TimeUnit.SECONDS).join();
    }

    /** Cuts the connection. */
    void cut() {
        onIoThread(() -> socket.cut(new JMSException("cut by the test")));
    }

    /** Closes the first link that the client sends over. */
    void detachFirst(ErrorCondition error) {
        taking.get(0).detach(true, error);
    }

    /** Closes the link to the coordinator. */
    void detachCoordinator(ErrorCondition error) {
        onIoThread(() -> taking.stream()
                .filter(link -> link.attached() && link.remoteAttach().getTarget() instanceof Coordinator)
                .toList()
                .forEach(link -> link.detach(true, error)));
    }

    void attach(ReceivingLink link) {
        taking.add(link);
        attaches.add(link.remoteAttach());
        ErrorCondition refusal = refusesAttach.apply(link.remoteAttach());
        link.handler(new Taking(link));
        if (refusal != null) {
            link.refuse(refusal);
            return;
        }
        if (!answersAttach) {
            return;
        }
        Attach reply = new Attach();
        reply.setSource(link.remoteAttach().getSource());
        reply.setTarget(applied(link.remoteAttach()));
        link.attach(reply);
        link.grant(credit);
    }

    private org.apache.qpid.proton.amqp.transport.Target applied(Attach attach) {
        if (attach.getTarget() instanceof Coordinator) {
            Coordinator coordinator = new Coordinator();
            coordinator.setCapabilities(coordinatorCapabilities.get());
            return coordinator;
        }
        Target asked = (Target) attach.getTarget();
        if (!asked.getDynamic()) {
            return asked;
        }
        Target created = new Target();
        created.setDynamic(true);
        created.setAddress(temporaryName.apply(attach, ++temporaryCount));
        return created;
    }

    void attach(SendingLink link) {
        attaches.add(link.remoteAttach());
        ErrorCondition refusal = refusesAttach.apply(link.remoteAttach());
        link.handler(new Giving(link));
        if (refusal != null) {
            link.refuse(refusal);
            return;
        }
        if (!answersAttach) {
            return;
        }
        Attach reply = new Attach();
        Source source = (Source) link.remoteAttach().getSource();
        reply.setSource(source == null ? new Source() : source);
        reply.setTarget(link.remoteAttach().getTarget());
        link.attach(reply);
    }

    /** A link of the client's to send over. */
    private final class Taking implements ReceivingLinkHandler {
        private final ReceivingLink link;
        private final ByteBuf bytes = Unpooled.buffer();

        Taking(ReceivingLink link) {
            this.link = link;
        }

        @Override
        public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
            bytes.writeBytes(payload);
            if (more) {
                return;
            }
            byte[] whole = new byte[bytes.readableBytes()];
            bytes.readBytes(whole).clear();
            if (link.remoteAttach().getTarget() instanceof Coordinator) {
                coordinate(delivery, whole);
            } else {
                Received received = new Received(link.name(), whole, delivery.settled(), delivery.remoteState());
                messages.add(received);
                DeliveryState answer = outcome.apply(received);
                if (answer != null) {
                    delivery.settle(answer);
                }
            }
            if (link.credit() == 0) {
                link.grant(credit);
            }
        }

        private void coordinate(IncomingDelivery delivery, byte[] message) {
            Object request = value(message);
            coordination.add(request);
            if (request instanceof Declare) {
                Declared declared = new Declared();
                declared.setTxnId(new Binary(new byte[] {(byte) ++transactionCount}));
                delivery.settle(declared);
            } else {
                DeliveryState answer = discharge.apply((Discharge) request);
                if (answer != null) {
                    delivery.settle(answer);
                }
            }
        }

        @Override
        public void aborted(IncomingDelivery delivery) {
            bytes.clear();
        }

        @Override
        public void detached(boolean closed) {
            link.detach(closed, null);
        }
    }

    private static Object value(byte[] message) {
        try {
            return AmqpValueReader.read(Unpooled.wrappedBuffer(message));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** A link of the client's to receive over. */
    final class Giving implements SendingLinkHandler {
        private final SendingLink link;

        Giving(SendingLink link) {
            this.link = link;
        }

        @Override
        public void flow() {
            settledAtFlows.add(settled.size());
            give();
        }

        private void give() {
            while (link.ready() && !queue.isEmpty()) {
                link.send(Payload.of(queue.poll()), false, null, null);
            }
            if (link.drain()) {
                link.drained();
            }
        }

        @Override
        public void sendable() {
            give();
        }

        @Override
        public void disposed(OutgoingDelivery delivery, DeliveryState state, boolean isSettled) {
            settled.add(new Settled(state, isSettled));
        }

        @Override
        public void detached(boolean closed) {
            link.detach(closed, null);
        }
    }

    /** The names of the links that the client has attached, in order, without repetitions of sessions. */
    List<String> linkNames() {
        List<String> names = new ArrayList<>();
        attaches.forEach(attach -> names.add(attach.getName()));
        return names;
    }
}
