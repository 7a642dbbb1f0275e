package io.carrick.server.http;

import io.carrick.broker.Identity;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the one request of a connection. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final Router router;
    private final Gatekeeper gatekeeper;
    private final Executor worker;
    private final Duration timeout;
    private Future<?> arrivalDeadline;
    private boolean served;

    RequestHandler(Router router, Gatekeeper gatekeeper, Executor worker, Duration timeout) {
        this.router = router;
        this.gatekeeper = gatekeeper;
        this.worker = worker;
        this.timeout = timeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        arrivalDeadline = context.executor().schedule(() -> context.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        arrivalDeadline.cancel(false);
        context.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
        if (served) {
            return; // Pipelined behind the only request that is served.
        }
        served = true;
        arrivalDeadline.cancel(false);
        if (http.decoderResult().isFailure()) {
            answer(context, HttpFailure.badRequest("not an HTTP request").response());
            return;
        }
        InetSocketAddress remote = (InetSocketAddress) context.channel().remoteAddress();
        String authorization = http.headers().get(HttpHeaderNames.AUTHORIZATION);
        HttpMethod method = http.method();
        String uri = http.uri();
        byte[] body = ByteBufUtil.getBytes(http.content());
        try {
            worker.execute(() -> serve(context, method, uri, authorization, body, remote));
        } catch (RejectedExecutionException e) {
            answer(context, new HttpFailure(HttpResponseStatus.SERVICE_UNAVAILABLE, "stopping").response());
        }
    }

    private void serve(
            ChannelHandlerContext context,
            HttpMethod method,
            String uri,
            String authorization,
            byte[] body,
            InetSocketAddress remote) {
        dispatch(method, uri, authorization, body, remote)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) ->
                        answer(context, failure == null ? response : failed(failure, method, uri)));
    }

    private CompletableFuture<Response> dispatch(
            HttpMethod method, String uri, String authorization, byte[] body, InetSocketAddress remote) {
        try {
            QueryStringDecoder decoder = new QueryStringDecoder(uri);
            Router.Match match = router.find(method, decoder.rawPath());
            Optional<Identity> caller = gatekeeper.admit(match.access(), authorization, remote);
            Map<String, String> parameters = new LinkedHashMap<>();
            decoder.parameters().forEach((name, values) -> parameters.put(name, values.get(0)));
            parameters.putAll(match.parameters());
            Request request = new Request(method, decoder.path(), parameters, body, caller, remote.toString());
            CompletionStage<Response> answer = match.endpoint().handle(request);
            return answer.toCompletableFuture().copy();
        } catch (HttpFailure e) {
            return CompletableFuture.failedFuture(e);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(HttpFailure.badRequest(e.getMessage()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Response failed(Throwable failure, HttpMethod method, String uri) {
        HttpFailure known = HttpFailure.of(failure);
        if (known.isServerFault()) {
            LOG.error("http request failed method={} uri={}", method, uri, failure);
        }
        return known.response();
    }

    private static void answer(ChannelHandlerContext context, Response response) {
        FullHttpResponse http = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, response.status(), Unpooled.wrappedBuffer(response.body()));
        http.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, response.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff");
        if (response.status().code() == HttpResponseStatus.UNAUTHORIZED.code()) {
            http.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"carrick\", charset=\"UTF-8\"");
        }
        context.writeAndFlush(http).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that goes away or talks no TLS is its own affair; anything else is ours.
        if (!(cause instanceof IOException) && !(cause instanceof DecoderException)) {
            LOG.error("http connection failed remote={}", context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
