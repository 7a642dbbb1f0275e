package io.carrick.jms.transport;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.ConnectionSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sockets with Netty. */
public final class NettyConnector implements TransportConnector {
    private static final Logger LOG = LoggerFactory.getLogger(NettyConnector.class);
    private static final int PREPARING_THREADS = 4;
    private static final Executor PREPARATIONS = preparations();

    private final SharedEventLoops.Lease lease;
    private final boolean restores;
    /** Sockets that are not closed yet. Of the event loop. */
    private int sockets;

    private boolean released;

    /** A connector with an event loop of those that the process shares. */
    public NettyConnector(ConnectionSettings settings) {
        lease = SharedEventLoops.lease(settings);
        restores = settings.failover().isPresent();
        settings.brokers().stream()
                .filter(broker ->
                        broker.scheme().isSecure() && broker.transport().tls().trustAll())
                .forEach(broker -> LOG.warn(
                        "transport.trustAll: whoever answers as {} is believed to be the broker", broker.uri()));
    }

    /** For what blocks: resolving names and reading key stores. */
    private static Executor preparations() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                PREPARING_THREADS,
                PREPARING_THREADS,
                2,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("carrick-jms-connect", true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public EventLoop eventLoop() {
        return lease.loop();
    }

    @Override
    public void connect(BrokerEndpoint broker, TransportListener listener) {
        lease.loop().execute(() -> {
            sockets++;
            new Dial(this, broker, listener).start(PREPARATIONS);
        });
    }

    /** A bootstrap without options, whose channels live on the event loop. */
    Bootstrap bootstrap(ChannelInitializer<Channel> pipeline) {
        return new Bootstrap()
                .group(lease.loop())
                .channelFactory(lease.io()::newChannel)
                .handler(pipeline);
    }

    /** Whether a connection lost is made again. */
    boolean restores() {
        return restores;
    }

    /** A socket is closed, or was never made. */
    void socketClosed() {
        sockets--;
        releaseIfIdle();
    }

    @Override
    public void release() {
        if (!lease.loop().isShuttingDown()) {
            lease.loop().execute(() -> {
                if (!released) {
                    released = true;
                    releaseIfIdle();
                }
            });
        }
    }

    /** An event loop that ends does not send what waits to be sent. */
    private void releaseIfIdle() {
        if (released && sockets == 0) {
            lease.release();
        }
    }
}
