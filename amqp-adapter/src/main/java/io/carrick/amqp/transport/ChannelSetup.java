package io.carrick.amqp.transport;

import io.carrick.amqp.ListenerSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the pipeline of an accepted connection, or closes it if the listener has too many. */
final class ChannelSetup extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelSetup.class);
    private static final int UPGRADE_REQUEST_BYTES_MAX = 8 * 1024;
    private static final int WEB_SOCKET_FRAME_BYTES_MIN = 64 * 1024;

    private final ListenerSettings listener;
    private final OpenChannels channels;
    private final Function<ListenerSettings, AmqpChannel> handlers;

    ChannelSetup(ListenerSettings listener, OpenChannels channels, Function<ListenerSettings, AmqpChannel> handlers) {
        this.listener = listener;
        this.channels = channels;
        this.handlers = handlers;
    }

    @Override
    protected void initChannel(Channel channel) {
        AmqpChannel handler = handlers.apply(listener);
        if (!channels.add(channel, handler, listener)) {
            LOG.warn(
                    "{}: {} refused, there are {} connections already",
                    listener.name(),
                    channel.remoteAddress(),
                    listener.connectionsMax());
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (listener.tls() != null) {
            pipeline.addLast(listener.tls().get().newHandler(channel.alloc()));
        }
        if (listener.webSocket()) {
            pipeline.addLast(new HttpServerCodec());
            pipeline.addLast(new HttpObjectAggregator(UPGRADE_REQUEST_BYTES_MAX));
            pipeline.addLast(new WebSocketServerProtocolHandler(webSocket()));
            pipeline.addLast(new WebSocketBytes());
        }
        pipeline.addLast(handler);
    }

    private WebSocketServerProtocolConfig webSocket() {
        return WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .subprotocols("amqp")
                .maxFramePayloadLength(Math.max(WEB_SOCKET_FRAME_BYTES_MIN, 2 * listener.frameSizeMax()))
                .handshakeTimeoutMillis(listener.openTimeout().toMillis())
                .build();
    }
}
