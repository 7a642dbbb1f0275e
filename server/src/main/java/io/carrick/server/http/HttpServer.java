package io.carrick.server.http;

import io.carrick.server.config.HttpConfiguration;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The HTTP port. */
public final class HttpServer implements AutoCloseable {
    private final HttpConfiguration configuration;
    private final Router router;
    private final Gatekeeper gatekeeper;
    private final Executor worker;
    private final Optional<Supplier<SslContext>> tls;
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("carrick-http", true), NioIoHandler.newFactory());
    private final AtomicInteger connections = new AtomicInteger();
    private Channel listening;

    /**
     * A server that is not listening yet.
     *
     * @param worker runs the endpoints, one at a time
     * @param tls gives the context for each connection
     */
    public HttpServer(
            HttpConfiguration configuration,
            Router router,
            Gatekeeper gatekeeper,
            Executor worker,
            Optional<Supplier<SslContext>> tls) {
        this.configuration = configuration;
        this.router = router;
        this.gatekeeper = gatekeeper;
        this.worker = worker;
        this.tls = tls;
    }

    /**
     * Begins to listen.
     *
     * @return the address, with the port that was chosen if 0 was asked for
     * @throws IOException if the address cannot be bound
     */
    public InetSocketAddress start() throws IOException {
        InetSocketAddress address = new InetSocketAddress(configuration.host(), configuration.port());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ConnectionInitializer())
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException("http cannot listen on " + configuration.host() + ":" + configuration.port() + ": "
                    + bound.cause().getMessage());
        }
        listening = bound.channel();
        return (InetSocketAddress) listening.localAddress();
    }

    /** Stops listening; requests under way have a second to finish. */
    @Override
    public void close() {
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            channel.closeFuture().addListener(closed -> connections.decrementAndGet());
            if (connections.incrementAndGet() > configuration.connectionLimit()) {
                channel.close();
                return;
            }
            tls.ifPresent(context -> channel.pipeline().addLast(context.get().newHandler(channel.alloc())));
            channel.pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(
                            (int) configuration.requestSizeMax().bytes(), true))
                    .addLast(new RequestHandler(router, gatekeeper, worker, configuration.requestTimeout()));
        }
    }
}
