package io.carrick.jms.transport;

import io.carrick.jms.config.TransportSettings;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;

/** The ways of input and output there may be on a platform. */
enum IoKind {
    IO_URING {
        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        SocketChannel newChannel() {
            return new IoUringSocketChannel();
        }
    },
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        SocketChannel newChannel() {
            return new EpollSocketChannel();
        }
    },
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        SocketChannel newChannel() {
            return new NioSocketChannel();
        }
    };

    /** The best that the settings and the platform permit. */
    static IoKind best(TransportSettings settings) {
        if (settings.ioUring() && hasIoUring()) {
            return IO_URING;
        }
        return settings.epoll() && Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** The classes of io_uring are an optional dependency. */
    private static boolean hasIoUring() {
        try {
            return IoUring.isAvailable();
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }

    abstract IoHandlerFactory handlers();

    abstract SocketChannel newChannel();
}
