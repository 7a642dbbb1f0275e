package io.carrick.jms.amqp;

import io.carrick.amqp.engine.Connection;
import io.carrick.amqp.engine.ConnectionHandler;
import io.carrick.amqp.engine.ConnectionLimits;
import io.carrick.jms.config.AmqpSettings;
import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.sasl.SaslChannel;
import io.carrick.jms.sasl.SaslNegotiator;
import io.carrick.jms.transport.Transport;
import io.carrick.jms.transport.TransportListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;

/**
 * What is said over one socket, from the first header to the close. Belongs to the I/O thread. Joins the engine to the
 * socket and to the clock.
 */
final class Conversation implements TransportListener, ConnectionHandler, Negotiation.Events {
    private static final int HANDLE_MAX = 65_535;
    /** Frames that may be under way to this side per session; each is at most as large as the frame size says. */
    private static final int INCOMING_WINDOW = 2_048;
    /** What the broker may say before it is spoken to, at most. */
    private static final int EARLY_BYTES_MAX = 64 * 1024;

    private final BrokerEndpoint broker;
    private final SaslNegotiator sasl;
    private final EventLoop loop;
    private final Listener listener;
    private Transport transport;
    private SocketOutput output;
    private Negotiation negotiation;
    private Connection engine;
    private FrameTrace trace;
    private ByteBuf unread;
    private Future<?> timer;
    private boolean flushScheduled;
    private boolean handlingInput;
    private boolean authenticated;
    private boolean over;
    private JMSException failure;

    /** Told what becomes of a conversation. After {@link #over} nothing follows. */
    interface Listener {
        /** The broker knows who the client is; {@link Conversation#open} is next. */
        void authenticated();

        /** The connection is open. */
        void opened(Open answer);

        /**
         * It has ended.
         *
         * @param cause null if this side closed it
         * @param error what the broker gave in its close, or null
         */
        void over(JMSException cause, ErrorCondition error);
    }

    /**
     * A conversation to be handed to a transport.
     *
     * @param sasl null to go without SASL layer
     */
    Conversation(BrokerEndpoint broker, SaslNegotiator sasl, EventLoop loop, Listener listener) {
        this.broker = broker;
        this.sasl = sasl;
        this.loop = loop;
        this.listener = listener;
    }

    BrokerEndpoint broker() {
        return broker;
    }

    /** The engine's connection; null before {@link #open}. */
    Connection engine() {
        return engine;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void connected(Transport connected) {
        if (over) {
            connected.close();
            return;
        }
        transport = connected;
        output = new SocketOutput(connected, this::requestFlush);
        SaslChannel channel = new SaslChannel(
                broker.host(), connected.isSecure(), connected.localPrincipal().isPresent());
        negotiation = new Negotiation(sasl, channel, output, this);
        negotiation.start();
    }

    @Override
    public void elsewhere(Runnable slow, Runnable after) {
        CompletableFuture.runAsync(slow).whenCompleteAsync((done, failed) -> after.run(), loop);
    }

    @Override
    public void negotiated() {
        negotiation = null;
        authenticated = true;
        listener.authenticated();
    }

    @Override
    public void failed(JMSException cause) {
        abort(cause);
    }

    /** Sends the open, once authenticated. */
    void open(String containerId, Open open) {
        AmqpSettings amqp = broker.amqp();
        ConnectionLimits limits = new ConnectionLimits(
                amqp.frameSizeMax(), amqp.channelMax(), HANDLE_MAX, INCOMING_WINDOW, amqp.idleTimeoutMillis());
        engine = new Connection(containerId, limits, output, this, nowMillis());
        output.flush();
        trace = FrameTrace.of(broker);
        output.trace(trace);
        engine.open(open);
        scheduleTick(0);
        if (unread != null && !handlingInput) {
            read();
        }
    }

    @Override
    public void opened(Open answer) {
        listener.opened(answer);
    }

    @Override
    public void received(ByteBuf bytes) {
        if (over) {
            return;
        }
        unread = unread == null
                ? bytes.retain()
                : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(transport.allocator(), unread, bytes.retain());
        read();
    }

    private void read() {
        handlingInput = true;
        try {
            if (negotiation != null) {
                negotiation.receive(unread);
            }
            if (engine != null) {
                receive();
            } else if (authenticated && unread.readableBytes() > EARLY_BYTES_MAX) {
                abort(new JMSException("The broker sends without being asked"));
            }
        } finally {
            handlingInput = false;
        }
        if (unread != null && !unread.isReadable()) {
            unread.release();
            unread = null;
        }
    }

    private void receive() {
        int start = unread.readerIndex();
        engine.receive(unread, nowMillis());
        if (trace != null) {
            trace.received(unread.slice(start, unread.readerIndex() - start));
        }
    }

    @Override
    public void readComplete() {
        flush();
    }

    @Override
    public void writabilityChanged(boolean writable) {
        if (writable && engine != null && !over) {
            engine.writable();
        }
    }

    private void requestFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
    }

    /** Sends what was written so far. */
    void flush() {
        flushScheduled = false;
        if (output == null || over) {
            return;
        }
        do {
            if (engine != null) {
                engine.flush(nowMillis());
            }
            output.flush();
            // The channel tells of room only after it had none; what was refused in this turn may fit by now.
        } while (engine != null && output.takeRefusedRoom() && output.writable() && goOn());
    }

    private boolean goOn() {
        engine.writable();
        return !over;
    }

    private void scheduleTick(long delayMillis) {
        timer = loop.schedule(this::tick, delayMillis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (!over) {
            long next = engine.tick(nowMillis());
            if (next != Long.MAX_VALUE) {
                scheduleTick(next);
            }
        }
    }

    /** Says good-bye; {@link Listener#over} follows when the broker has answered, or does not within a while. */
    void close() {
        if (engine != null) {
            engine.close(null);
        } else if (transport != null) {
            transport.close();
        } else {
            end(null, null);
        }
        flush();
    }

    /** Gives the socket up at once, because of something that the broker has done or not done. */
    void abort(JMSException cause) {
        if (failure == null) {
            failure = cause;
        }
        if (transport != null) {
            transport.close();
        } else {
            end(failure, null);
        }
    }

    /** The engine's connection is over; the socket goes next. */
    @Override
    public void closed() {
        ErrorCondition error = engine.error();
        if (failure == null && error != null) {
            failure = engine.closedByPeer()
                    ? Failures.of("The broker has closed the connection", error)
                    : Failures.of("The connection was closed because of what the broker did", error);
        } else if (failure == null && engine.closedByPeer()) {
            failure = new JMSException("The broker has closed the connection, and gave no reason");
        }
        if (engine.closedByPeer() || error != null) {
            // Everything that hangs on the connection learns of it now, not when the socket is gone as well.
            end(failure, error);
        }
    }

    @Override
    public void closed(JMSException cause) {
        if (engine != null) {
            engine.lost();
        }
        end(failure != null ? failure : cause, engine == null ? null : engine.error());
        if (output != null) {
            output.release();
        }
        if (unread != null && !handlingInput) {
            unread.release();
            unread = null;
        }
    }

    private void end(JMSException cause, ErrorCondition error) {
        if (over) {
            return;
        }
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        listener.over(cause, error);
        if (transport != null) {
            // The engine may still have to answer a close.
            loop.execute(() -> {
                output.flush();
                transport.close();
            });
        }
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
