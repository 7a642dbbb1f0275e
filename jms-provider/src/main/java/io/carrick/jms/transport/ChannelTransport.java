package io.carrick.jms.transport;

import io.carrick.jms.transport.Dial.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.EOFException;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The end of a channel's pipeline: between Netty and the listener. */
final class ChannelTransport extends ChannelInboundHandlerAdapter implements Transport {
    private static final int CLOSE_MILLIS_MAX = 2000;

    private final Dial dial;
    private final TransportListener listener;
    private ChannelHandlerContext context;
    private SslHandler tls;
    private boolean active;
    private boolean ready;
    private boolean closing;
    private Throwable failure;

    ChannelTransport(Dial dial, TransportListener listener) {
        this.dial = dial;
        this.listener = listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        tls = ctx.pipeline().get(SslHandler.class);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        active = true;
        advance(Step.CONNECT);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            tlsCompleted(handshake);
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            advance(Step.WEB_SOCKET);
        }
    }

    private void tlsCompleted(SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
            advance(Step.TLS);
        } else {
            exceptionCaught(context, handshake.cause());
        }
    }

    private void advance(Step layer) {
        if (dial.advanced(context.channel(), layer)) {
            ready = true;
            listener.connected(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (failure == null) {
                listener.received(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ready) {
            listener.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ready) {
            listener.writabilityChanged(isWritable());
        }
    }

    /** Of several failures the first is the cause of the others. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        closeAtOnce();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (active) {
            active = false;
            ready = false;
            dial.closed(cause());
        }
    }

    private Throwable cause() {
        if (closing) {
            return null;
        }
        return failure != null ? failure : new EOFException("the broker has closed the connection");
    }

    @Override
    public ByteBufAllocator allocator() {
        return context.alloc();
    }

    @Override
    public void write(ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        context.channel().config().setAutoRead(reading);
    }

    @Override
    public boolean isSecure() {
        return tls != null;
    }

    @Override
    public Optional<Principal> localPrincipal() {
        return tls == null
                ? Optional.empty()
                : Optional.ofNullable(tls.engine().getSession().getLocalPrincipal());
    }

    @Override
    public void close() {
        if (context.executor().inEventLoop()) {
            closeNow();
        } else if (!context.executor().isShuttingDown()) {
            context.executor().execute(this::closeNow);
        }
    }

    /** A broker that does not read must not keep the socket open. */
    private void closeNow() {
        if (closing || !active) {
            return;
        }
        closing = failure == null;
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        context.executor().schedule(this::closeAtOnce, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    /** Without the farewells of TLS and WebSocket. */
    private void closeAtOnce() {
        Channel.Unsafe channel = context.channel().unsafe();
        channel.close(channel.voidPromise());
    }
}
