package io.carrick.jms.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.ConnectException;

/**
 * Ends a socket that is connected to itself. To a port of its own machine that nobody listens on, the system may connect
 * from that very port; who tries again and again, as a failover does, meets that sooner or later, would wait for an
 * answer in vain, and would keep the broker from its port.
 */
final class SelfConnectionGuard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        if (context.channel().remoteAddress().equals(context.channel().localAddress())) {
            context.fireExceptionCaught(
                    new ConnectException("nobody listens there, the socket is connected to itself"));
            context.close();
        }
    }
}
