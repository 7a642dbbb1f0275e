package io.carrick.amqp.transport;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.ListenerSettings;
import io.carrick.amqp.link.BrokerBinding;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The ports that are listened on, and the threads that serve them. Thread-safe. */
public final class Listeners {
    private static final int BACKLOG = 1024;
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(128 * 1024, 512 * 1024);
    private static final int LOGIN_THREADS = 2;
    private static final int LOGINS_WAITING_MAX = 1000;

    private final AmqpSettings settings;
    private final BrokerBinding binding;
    private final OpenChannels channels = new OpenChannels();
    private final List<Channel> serverChannels = new ArrayList<>();
    private final ThreadPoolExecutor logins;
    private EventLoopGroup acceptors;
    private EventLoopGroup loops;

    public Listeners(AmqpSettings settings, BrokerBinding binding) {
        this.settings = settings;
        this.binding = binding;
        logins = new ThreadPoolExecutor(
                LOGIN_THREADS,
                LOGIN_THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LOGINS_WAITING_MAX),
                new DefaultThreadFactory("amqp-login", true));
        logins.allowCoreThreadTimeOut(true);
    }

    /** Binds all; if one cannot be bound, none stays bound. */
    public synchronized Map<String, InetSocketAddress> start(List<ListenerSettings> listeners) throws IOException {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        acceptors = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("amqp-accept"), io);
        loops = new MultiThreadIoEventLoopGroup(settings.ioThreads(), new DefaultThreadFactory("amqp-io"), io);
        Map<String, InetSocketAddress> bound = new LinkedHashMap<>();
        for (ListenerSettings listener : listeners) {
            bound.put(listener.name(), bind(listener, epoll));
        }
        return bound;
    }

    private InetSocketAddress bind(ListenerSettings listener, boolean epoll) throws IOException {
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ChannelFuture future = new ServerBootstrap()
                .group(acceptors, loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childHandler(
                        new ChannelSetup(listener, channels, each -> new AmqpChannel(settings, each, binding, logins)))
                .bind(listener.host(), listener.port())
                .awaitUninterruptibly();
        if (!future.isSuccess()) {
            stop(Duration.ZERO);
            throw new IOException(
                    "listener '" + listener.name() + "' cannot bind " + listener.host() + ":" + listener.port() + ": "
                            + future.cause().getMessage(),
                    future.cause());
        }
        serverChannels.add(future.channel());
        return (InetSocketAddress) future.channel().localAddress();
    }

    /** Stops listening, then ends the connections, then the threads. */
    public synchronized void stop(Duration timeout) {
        serverChannels.forEach(channel -> channel.close().awaitUninterruptibly());
        serverChannels.clear();
        channels.stop(timeout.toMillis());
        logins.shutdown();
        if (loops != null) {
            acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Number of connections now. */
    public int connections() {
        return channels.size();
    }
}
