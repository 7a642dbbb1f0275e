package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Connection;
import io.carrick.amqp.engine.ConnectionHandler;
import io.carrick.amqp.engine.ConnectionLimits;
import io.carrick.amqp.engine.Output;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.transport.Transport;
import io.carrick.jms.transport.TransportListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import jakarta.jms.JMSException;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;

/** One socket to a {@link MemoryBroker}: the client's transport, and the broker's engine behind it. */
final class MemorySocket implements Transport, ConnectionHandler {
    private static final int HEADER_BYTES = 8;

    private final MemoryBroker broker;
    private final BrokerEndpoint endpoint;
    private final TransportListener client;
    private final ByteBuf toBroker = Unpooled.buffer();
    private final ByteBuf toClient = Unpooled.buffer();
    private final Connection engine;
    private boolean headerDone;
    private boolean closed;
    private boolean deliveryScheduled;

    MemorySocket(MemoryBroker broker, BrokerEndpoint endpoint, TransportListener client) {
        this.broker = broker;
        this.endpoint = endpoint;
        this.client = client;
        engine = new Connection("broker", new ConnectionLimits(4096, 100, 1000, 1000, 0), new BrokerOutput(), this, 0);
    }

    void connect() {
        client.connected(this);
    }

    Connection engine() {
        return engine;
    }

    /** The bytes are lost in both directions. */
    void cut(JMSException cause) {
        if (!closed) {
            closed = true;
            client.closed(cause);
            engine.lost();
        }
    }

    /** Sends the client bytes that no engine would. */
    void inject(byte[] bytes) {
        toClient.writeBytes(bytes);
        scheduleDelivery();
    }

    @Override
    public ByteBufAllocator allocator() {
        return UnpooledByteBufAllocator.DEFAULT;
    }

    @Override
    public void write(ByteBuf bytes) {
        toBroker.writeBytes(bytes);
        bytes.release();
    }

    @Override
    public void flush() {
        scheduleDelivery();
    }

    private void scheduleDelivery() {
        if (!deliveryScheduled) {
            deliveryScheduled = true;
            broker.eventLoop().execute(this::deliver);
        }
    }

    private void deliver() {
        deliveryScheduled = false;
        if (closed) {
            return;
        }
        if (!headerDone && toBroker.readableBytes() >= HEADER_BYTES) {
            toClient.writeBytes(toBroker, HEADER_BYTES);
            headerDone = true;
        }
        if (headerDone) {
            engine.receive(toBroker, 0);
            engine.flush(0);
        }
        if (toClient.isReadable()) {
            ByteBuf bytes = Unpooled.copiedBuffer(toClient);
            toClient.clear();
            client.received(bytes);
            bytes.release();
            client.readComplete();
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void setReading(boolean reading) {
        // Nothing here is faster than its reader.
    }

    @Override
    public boolean isSecure() {
        return endpoint.scheme().isSecure();
    }

    @Override
    public Optional<Principal> localPrincipal() {
        return Optional.empty();
    }

    @Override
    public void close() {
        broker.eventLoop().execute(() -> {
            deliver();
            cut(null);
        });
    }

    @Override
    public void opened(Open open) {
        broker.clientOpen = open;
        Open reply = new Open();
        reply.setOfferedCapabilities(broker.capabilities);
        ErrorCondition refusal = broker.refuses.apply(endpoint);
        if (refusal == null) {
            reply.setProperties(broker.openProperties);
            engine.open(reply);
        } else {
            Map<Symbol, Object> properties = new LinkedHashMap<>();
            properties.put(Symbol.valueOf("amqp:connection-establishment-failed"), true);
            reply.setProperties(properties);
            engine.refuse(reply, refusal);
        }
    }

    @Override
    public void attached(ReceivingLink link) {
        broker.attach(link);
    }

    @Override
    public void attached(SendingLink link) {
        broker.attach(link);
    }

    @Override
    public void closed() {
        // The client is what is tested.
    }

    private final class BrokerOutput implements Output {
        @Override
        public ByteBuf buffer(int bytes) {
            scheduleDelivery();
            return toClient;
        }

        @Override
        public void scheduleFlush() {
            scheduleDelivery();
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void close() {
            broker.eventLoop().execute(() -> {
                deliver();
                cut(new JMSException("closed by the broker"));
            });
        }
    }
}
