package io.carrick.jms.transport;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.WebSocketSettings;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;

/** The layers of a WebSocket (AMQP WebSocket binding, section 2). */
final class WebSocketPipeline {
    private static final String SUBPROTOCOL = "amqp";
    private static final int RESPONSE_SIZE_MAX = 64 * 1024;
    private static final int FORCE_CLOSE_MILLIS = 1000;

    private WebSocketPipeline() {}

    static void addTo(ChannelPipeline pipeline, BrokerEndpoint broker) {
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new HttpObjectAggregator(RESPONSE_SIZE_MAX));
        pipeline.addLast(new WebSocketClientProtocolHandler(config(broker)));
        pipeline.addLast(new WebSocketBytes());
    }

    static WebSocketClientProtocolConfig config(BrokerEndpoint broker) {
        WebSocketSettings settings = broker.transport().webSocket();
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri(broker))
                .version(WebSocketVersion.V13)
                .subprotocol(SUBPROTOCOL)
                .customHeaders(headers(settings))
                .maxFramePayloadLength(settings.frameSizeMax())
                .handshakeTimeoutMillis(broker.transport().connectTimeoutMillis())
                .forceCloseTimeoutMillis(FORCE_CLOSE_MILLIS)
                .build();
    }

    private static URI uri(BrokerEndpoint broker) {
        String path = broker.transport().webSocket().path();
        String host = broker.host().indexOf(':') < 0 ? broker.host() : "[" + broker.host() + "]";
        String scheme = broker.scheme().isSecure() ? "wss" : "ws";
        String wanted = path == null ? broker.uri().getRawPath() : path;
        String absolute = wanted.startsWith("/") ? wanted : "/" + wanted;
        return URI.create(scheme + "://" + host + ":" + broker.port() + absolute);
    }

    private static HttpHeaders headers(WebSocketSettings settings) {
        HttpHeaders headers = new DefaultHttpHeaders();
        settings.headers().forEach(headers::set);
        return headers;
    }
}
