package io.carrick.server.api;

import io.carrick.broker.Administration;
import io.carrick.broker.Administration.QueueStatus;
import io.carrick.broker.Identity;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.server.http.Access;
import io.carrick.server.http.Gatekeeper;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.http.Json;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses and queues under {@code /api/v1}. Every change is logged with its caller. */
public final class ManagementApi {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementApi.class);
    private static final String ADDRESSES = "/api/v1/addresses";
    private static final String QUEUES = "/api/v1/queues";

    private final Administration administration;
    private final Gatekeeper gatekeeper;

    public ManagementApi(Administration administration, Gatekeeper gatekeeper) {
        this.administration = administration;
        this.gatekeeper = gatekeeper;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, "/api/v1/status", Access.AUTHENTICATED, this::status)
                .add(HttpMethod.GET, ADDRESSES, Access.AUTHENTICATED, this::addresses)
                .add(HttpMethod.POST, ADDRESSES, Access.AUTHENTICATED, this::createAddress)
                .add(HttpMethod.DELETE, ADDRESSES + "/{address}", Access.AUTHENTICATED, this::deleteAddress)
                .add(HttpMethod.GET, QUEUES, Access.AUTHENTICATED, this::queues)
                .add(HttpMethod.GET, QUEUES + "/{queue}", Access.AUTHENTICATED, this::queue)
                .add(HttpMethod.DELETE, QUEUES + "/{queue}/messages", Access.AUTHENTICATED, this::purge);
    }

    private CompletionStage<Response> status(Request request) throws HttpFailure {
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, Gatekeeper.BROKER);
        return administration.status().thenApply(Response::ok);
    }

    private CompletionStage<Response> addresses(Request request) throws HttpFailure {
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, Gatekeeper.BROKER);
        return administration
                .addresses()
                .thenApply(list -> Response.ok(list.stream()
                        .sorted(Comparator.comparing(Administration.AddressStatus::name))
                        .toList()));
    }

    private CompletionStage<Response> queues(Request request) throws HttpFailure {
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, Gatekeeper.BROKER);
        return administration.queues().thenApply(list -> Response.ok(sorted(list)));
    }

    private CompletionStage<Response> queue(Request request) throws HttpFailure {
        String name = request.parameter("queue");
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, addressOf(name));
        return administration
                .queues()
                .thenApply(list -> list.stream()
                        .filter(queue -> queue.name().equals(name))
                        .findFirst()
                        .map(Response::ok)
                        .orElseGet(() -> Response.json(
                                HttpResponseStatus.NOT_FOUND,
                                Map.of("code", "NOT_FOUND", "error", "no queue '" + name + "'"))));
    }

    private CompletionStage<Response> createAddress(Request request) throws HttpFailure {
        NewAddress body = Json.read(request.body(), NewAddress.class);
        if (body.name() == null || body.name().isBlank()) {
            throw HttpFailure.badRequest("name is required");
        }
        NodeKind kind = kind(body.kind() == null ? "queue" : body.kind());
        Identity caller = request.requiredCaller();
        gatekeeper.require(caller, Permission.CREATE, body.name());
        return administration.createAddress(body.name(), kind).thenApply(done -> {
            LOG.info("address created name={} kind={} user={}", body.name(), kind, caller.name());
            return Response.json(HttpResponseStatus.CREATED, Map.of("name", body.name(), "kind", kind));
        });
    }

    private CompletionStage<Response> deleteAddress(Request request) throws HttpFailure {
        String name = request.parameter("address");
        NodeKind kind = kind(request.optional("kind").orElse("queue"));
        Identity caller = request.requiredCaller();
        gatekeeper.require(caller, Permission.DELETE, name);
        return administration.deleteAddress(name, kind).thenApply(done -> {
            LOG.info("address deleted name={} kind={} user={}", name, kind, caller.name());
            return Response.ok(Map.of("name", name, "kind", kind));
        });
    }

    private CompletionStage<Response> purge(Request request) throws HttpFailure {
        String name = request.parameter("queue");
        Identity caller = request.requiredCaller();
        gatekeeper.require(caller, Permission.MANAGE, addressOf(name));
        return administration.purge(name).thenApply(removed -> {
            LOG.info("queue purged name={} messages={} user={}", name, removed, caller.name());
            return Response.ok(Map.of("removed", removed));
        });
    }

    private static List<QueueStatus> sorted(List<QueueStatus> queues) {
        return queues.stream().sorted(Comparator.comparing(QueueStatus::name)).toList();
    }

    /** A subscription is named {@code address::subscription}. */
    private static String addressOf(String queue) {
        int separator = queue.indexOf("::");
        return separator < 0 ? queue : queue.substring(0, separator);
    }

    private static NodeKind kind(String text) throws HttpFailure {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "queue" -> NodeKind.QUEUE;
            case "topic" -> NodeKind.TOPIC;
            default -> throw HttpFailure.badRequest("kind must be queue or topic, not '" + text + "'");
        };
    }

    /**
     * What an address is created of.
     *
     * @param kind queue (if null) or topic
     */
    record NewAddress(String name, String kind) {}
}
