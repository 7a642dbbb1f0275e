package io.carrick.server.api;

import io.carrick.broker.Broker;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.server.http.Access;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.http.Json;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Sending and browsing under {@code /api/v1}; what callers may do is decided by the broker as for AMQP clients. */
public final class MessageApi {
    private final Broker broker;
    private final Executor worker;
    private final Clock clock;

    /**
     * The endpoints.
     *
     * @param worker the thread on which the endpoints are called
     */
    public MessageApi(Broker broker, Executor worker, Clock clock) {
        this.broker = broker;
        this.worker = worker;
        this.clock = clock;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.POST, "/api/v1/addresses/{address}/messages", Access.AUTHENTICATED, this::send)
                .add(HttpMethod.GET, "/api/v1/queues/{queue}/messages", Access.AUTHENTICATED, this::browse);
    }

    private CompletionStage<Response> send(Request request) throws HttpFailure {
        NewMessage body = Json.read(request.body(), NewMessage.class);
        String address = request.parameter("address");
        Message message = MessageTranslator.encode(body, address, clock.millis());
        return session(request, true)
                .send(new Destination(address, kind(body.kind())), message)
                .thenApply(done -> Response.json(HttpResponseStatus.CREATED, Map.of("address", address)));
    }

    private CompletionStage<Response> browse(Request request) throws HttpFailure {
        FilterSpec filter = request.optional("selector")
                .filter(text -> !text.isBlank())
                .map(text -> new FilterSpec(FilterSpec.SELECTOR, text))
                .orElse(null);
        Destination destination = new Destination(request.parameter("queue"), NodeKind.QUEUE);
        return session(request, false)
                .browse(destination, filter, QueryLimit.of(request))
                .thenApply(Response::ok);
    }

    private ManagementSession session(Request request, boolean autoCreate) {
        return new ManagementSession(broker, request.requiredCaller(), request.remoteAddress(), autoCreate, worker);
    }

    private static NodeKind kind(String text) throws HttpFailure {
        if (text == null) {
            return null;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "queue" -> NodeKind.QUEUE;
            case "topic" -> NodeKind.TOPIC;
            default -> throw HttpFailure.badRequest("kind must be queue or topic, not '" + text + "'");
        };
    }
}
