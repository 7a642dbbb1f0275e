package io.carrick.amqp.transport;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.ListenerSettings;
import io.carrick.amqp.engine.Connection;
import io.carrick.amqp.engine.ConnectionLimits;
import io.carrick.amqp.link.BrokerBinding;
import io.carrick.amqp.link.ClientConnection;
import io.carrick.amqp.link.RemoteClient;
import io.carrick.amqp.sasl.SaslOutcome;
import io.carrick.amqp.sasl.SaslStep;
import io.carrick.broker.Identity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection on its event loop: feeds the negotiation, then the engine, and keeps their timers. */
final class AmqpChannel extends ByteToMessageDecoder implements Negotiation.Events {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpChannel.class);

    private final AmqpSettings settings;
    private final ListenerSettings listener;
    private final BrokerBinding binding;
    private final Executor slowWork;
    private ChannelHandlerContext context;
    private ChannelOutput output;
    private ReadThrottle throttle;
    private Negotiation negotiation;
    private ClientConnection client;
    private Connection connection;
    private ScheduledFuture<?> timer;
    private ScheduledFuture<?> openTimer;

    AmqpChannel(AmqpSettings settings, ListenerSettings listener, BrokerBinding binding, Executor slowWork) {
        this.settings = settings;
        this.listener = listener;
        this.binding = binding;
        this.slowWork = slowWork;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        output = new ChannelOutput(ctx.channel(), this::beforeFlush);
        throttle = new ReadThrottle(ctx.channel());
        openTimer = ctx.executor()
                .schedule(this::openTimedOut, listener.openTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void openTimedOut() {
        if (connection == null || connection.remoteOpen() == null) {
            LOG.info("{}: {} did not open within {}", listener.name(), remoteAddress(), listener.openTimeout());
            context.close();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> messages) {
        if (connection == null) {
            negotiation().receive(in);
        }
        if (connection != null) {
            connection.receive(in, nowMillis());
        }
        pauseOrResume();
    }

    private Negotiation negotiation() {
        if (negotiation == null) {
            negotiation = new Negotiation(listener.mechanisms(), listener.bareAllowed(), certificate(), output, this);
        }
        return negotiation;
    }

    private boolean pausedByProtocol() {
        return connection == null ? negotiation.paused() : connection.paused();
    }

    private void pauseOrResume() {
        throttle.paused(pausedByProtocol());
    }

    /** Reads on after a pause: bytes that came before it are still in the decoder. */
    private void resume() {
        if (context.isRemoved() || !context.channel().isActive()) {
            return;
        }
        pauseOrResume();
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            exceptionCaught(context, e);
        }
        output.scheduleFlush();
    }

    private Optional<X509Certificate> certificate() {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            // The client gave none, which is its right unless the listener's context demands one.
            return Optional.empty();
        }
    }

    @Override
    public void work(Supplier<SaslStep> step) {
        try {
            slowWork.execute(() -> {
                SaslStep answer = step.get();
                context.executor().execute(() -> answered(answer));
            });
        } catch (RejectedExecutionException e) {
            negotiation.answer(new SaslStep.Failed(SaslOutcome.SYS_TEMP, "too many logins at a time"));
        }
    }

    private void answered(SaslStep answer) {
        negotiation.answer(answer);
        resume();
    }

    @Override
    public void negotiated(Identity identity) {
        RemoteClient remote = new RemoteClient(identity, remoteAddress(), listener.name(), listener.autoCreate());
        client = binding.accept(remote, context.executor(), throttle, this::resumeSoon);
        ConnectionLimits limits = new ConnectionLimits(
                listener.frameSizeMax(),
                settings.channelMax(),
                settings.handleMax(),
                settings.incomingWindow(),
                settings.idleTimeout().toMillis());
        connection = new Connection(settings.containerId(), limits, output, client, nowMillis());
        client.start(connection);
        tick();
    }

    /** The engine's pause is over; it may be in the middle of reading now. */
    private void resumeSoon() {
        context.executor().execute(this::resume);
    }

    @Override
    public void refused(String reason) {
        LOG.info("{}: {} refused: {}", listener.name(), remoteAddress(), reason);
    }

    private String remoteAddress() {
        return String.valueOf(context.channel().remoteAddress());
    }

    private void beforeFlush() {
        if (connection != null) {
            if (output.takeRefusedRoom() && context.channel().isWritable()) {
                connection.writable();
            }
            connection.flush(nowMillis());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (output != null) {
            output.scheduleFlush();
        }
        super.channelReadComplete(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (connection != null && ctx.channel().isWritable()) {
            connection.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void tick() {
        if (!context.channel().isActive()) {
            return;
        }
        long now = nowMillis();
        long next = Math.min(connection.tick(now), client.tick(now));
        if (next != Long.MAX_VALUE) {
            timer = context.executor().schedule(this::tick, next, TimeUnit.MILLISECONDS);
        }
    }

    /** Closes the connection with {@code amqp:connection:forced}. On the event loop. */
    void stop() {
        if (client == null) {
            context.close();
        } else {
            client.stop();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (timer != null) {
            timer.cancel(false);
        }
        openTimer.cancel(false);
        if (connection != null) {
            connection.lost();
        }
        super.channelInactive(ctx);
        output.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {} lost: {}", listener.name(), remoteAddress(), cause.getMessage());
        } else if (cause.getCause() instanceof SSLException) {
            LOG.info("{}: {} TLS failed: {}", listener.name(), remoteAddress(), cause.getMessage());
        } else {
            LOG.error("{}: {} failed, closing it", listener.name(), remoteAddress(), cause);
        }
        ctx.close();
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
