package io.carrick.jms.transport;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.TcpSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The making of one socket, from the name of the host to the last handshake. Runs on the event loop. */
final class Dial {
    private static final Logger LOG = LoggerFactory.getLogger(Dial.class);
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    private final NettyConnector connector;
    private final BrokerEndpoint broker;
    private final TransportListener listener;
    private final Failures failures;

    private Step step = Step.PREPARE;
    private Future<?> timeout;
    private InetAddress[] addresses;
    private SSLContext tls;
    private Channel channel;
    private boolean ended;

    /** What is done at present, as the complaint about a time-out says it. */
    enum Step {
        PREPARE("resolving the name of the host and reading keys"),
        CONNECT("connecting"),
        TLS("the TLS handshake"),
        WEB_SOCKET("opening the WebSocket"),
        DONE("");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    Dial(NettyConnector connector, BrokerEndpoint broker, TransportListener listener) {
        this.connector = connector;
        this.broker = broker;
        this.listener = listener;
        failures = new Failures(broker, connector.restores());
    }

    void start(Executor preparations) {
        timeout = connector
                .eventLoop()
                .schedule(this::timedOut, broker.transport().connectTimeoutMillis(), TimeUnit.MILLISECONDS);
        preparations.execute(this::prepare);
    }

    /** Does what blocks, on another thread. */
    private void prepare() {
        try {
            InetAddress[] found = InetAddress.getAllByName(broker.host());
            SSLContext context = broker.scheme().isSecure()
                    ? TlsContext.create(broker.transport().tls())
                    : null;
            requireUsable(context);
            connector.eventLoop().execute(() -> prepared(found, context));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            connector.eventLoop().execute(() -> closed(e));
        }
    }

    /** What a pipeline cannot be made of is said before there is one. */
    private void requireUsable(SSLContext context) {
        if (context != null) {
            TlsContext.engine(context, broker.transport().tls(), broker.host(), broker.port());
        }
        if (broker.scheme().isWebSocket()) {
            WebSocketPipeline.config(broker);
        }
    }

    private void prepared(InetAddress[] found, SSLContext context) {
        if (step == Step.PREPARE) {
            step = Step.CONNECT;
            addresses = found;
            tls = context;
            connectTo(0);
        }
    }

    /** A host may have several addresses, of IPv4 and IPv6, not all of which need to be listened on. */
    private void connectTo(int index) {
        Bootstrap bootstrap = connector.bootstrap(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel made) {
                fill(made.pipeline());
            }
        });
        configure(bootstrap);
        bootstrap
                .connect(new InetSocketAddress(addresses[index], broker.port()))
                .addListener(result -> {
                    if (result.isSuccess() || step != Step.CONNECT) {
                        return;
                    }
                    LOG.debug(
                            "{} does not answer at {}: {}",
                            broker.uri(),
                            addresses[index],
                            result.cause().getMessage());
                    if (index + 1 < addresses.length) {
                        connectTo(index + 1);
                    } else {
                        closed(result.cause());
                    }
                });
    }

    private void configure(Bootstrap bootstrap) {
        TcpSettings tcp = broker.transport().tcp();
        bootstrap
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, broker.transport().connectTimeoutMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .option(ChannelOption.TCP_NODELAY, tcp.noDelay())
                .option(ChannelOption.SO_KEEPALIVE, tcp.keepAlive());
        set(bootstrap, ChannelOption.SO_SNDBUF, tcp.sendBufferSize());
        set(bootstrap, ChannelOption.SO_RCVBUF, tcp.receiveBufferSize());
        set(bootstrap, ChannelOption.SO_LINGER, tcp.lingerSeconds());
        set(bootstrap, ChannelOption.IP_TOS, tcp.trafficClass());
        if (tcp.localAddress() != null || tcp.localPort() != 0) {
            bootstrap.localAddress(
                    tcp.localAddress() == null
                            ? new InetSocketAddress(tcp.localPort())
                            : new InetSocketAddress(tcp.localAddress(), tcp.localPort()));
        }
    }

    private static <T> void set(Bootstrap bootstrap, ChannelOption<T> option, T value) {
        if (value != null) {
            bootstrap.option(option, value);
        }
    }

    private void fill(ChannelPipeline pipeline) {
        pipeline.addLast(new SelfConnectionGuard());
        if (tls != null) {
            pipeline.addLast(tlsHandler());
        }
        if (broker.scheme().isWebSocket()) {
            WebSocketPipeline.addTo(pipeline, broker);
        }
        pipeline.addLast(new ChannelTransport(this, listener));
    }

    private SslHandler tlsHandler() {
        SslHandler handler =
                new SslHandler(TlsContext.engine(tls, broker.transport().tls(), broker.host(), broker.port()));
        handler.setHandshakeTimeoutMillis(broker.transport().connectTimeoutMillis());
        return handler;
    }

    /** A layer is there. Returns whether it was the last. */
    boolean advanced(Channel made, Step layer) {
        if (step == Step.DONE) {
            made.close();
            return false;
        }
        channel = made;
        step = switch (layer) {
            case CONNECT -> tls != null ? Step.TLS : afterTls();
            case TLS -> afterTls();
            default -> Step.DONE;
        };
        if (step == Step.DONE) {
            timeout.cancel(false);
        }
        return step == Step.DONE;
    }

    private Step afterTls() {
        return broker.scheme().isWebSocket() ? Step.WEB_SOCKET : Step.DONE;
    }

    private void timedOut() {
        IOException cause =
                new IOException("no answer within " + broker.transport().connectTimeoutMillis() + " ms while " + step);
        if (channel == null) {
            closed(cause);
        } else {
            channel.pipeline().fireExceptionCaught(cause);
        }
    }

    /**
     * The socket is closed, or there will be none. Idempotent.
     *
     * @param cause null if it was intended
     */
    void closed(Throwable cause) {
        if (ended) {
            return;
        }
        ended = true;
        timeout.cancel(false);
        step = Step.DONE;
        connector.socketClosed();
        listener.closed(cause == null ? null : failures.translate(cause));
    }
}
