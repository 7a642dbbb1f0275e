package io.carrick.jms.transport;

import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Sends back what it gets, or swallows it. */
final class EchoServer implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Queue<FullHttpRequest> upgrades = new ConcurrentLinkedQueue<>();
    private final Queue<Channel> accepted = new ConcurrentLinkedQueue<>();
    private final Channel channel;
    private final SslContext tls;
    private final String webSocketPath;
    private final String subprotocol;

    EchoServer(SslContext tls, String webSocketPath, String subprotocol) throws InterruptedException {
        this.tls = tls;
        this.webSocketPath = webSocketPath;
        this.subprotocol = subprotocol;
        channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        fill(child);
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    static EchoServer plain() throws InterruptedException {
        return new EchoServer(null, null, null);
    }

    static EchoServer tls(SslContext context) throws InterruptedException {
        return new EchoServer(context, null, null);
    }

    private void fill(Channel child) {
        accepted.add(child);
        if (tls != null) {
            child.pipeline().addLast(tls.newHandler(child.alloc()));
        }
        if (webSocketPath != null) {
            child.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(8192), new UpgradeRecorder());
            child.pipeline().addLast(new WebSocketServerProtocolHandler(webSocketPath, subprotocol));
            child.pipeline().addLast(new WebSocketBytes());
        }
        child.pipeline().addLast(new Echo());
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** A header of the last request to become a WebSocket. */
    String upgradeHeader(String name) {
        return upgrades.element().headers().get(name);
    }

    void cutConnections() {
        connected().forEach(Channel::close);
    }

    void stopReading() {
        connected().forEach(child -> child.config().setAutoRead(false));
    }

    /** The client may know that it is connected before the server does. */
    private Queue<Channel> connected() {
        await().until(() -> !accepted.isEmpty());
        return accepted;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private final class UpgradeRecorder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof FullHttpRequest request) {
                upgrades.add(request.copy());
            }
            ctx.fireChannelRead(message);
        }
    }
}
