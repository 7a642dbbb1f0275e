package io.carrick.server.api;

import io.carrick.broker.Administration;
import io.carrick.broker.MessageLocation;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.server.http.Access;
import io.carrick.server.http.Gatekeeper;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.netty.handler.codec.http.HttpMethod;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where is my message: {@code GET /api/v1/messages?key=…}. Shows where messages are, not what is in them. */
public final class FindApi {
    private final Administration administration;
    private final Gatekeeper gatekeeper;

    public FindApi(Administration administration, Gatekeeper gatekeeper) {
        this.administration = administration;
        this.gatekeeper = gatekeeper;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, "/api/v1/messages", Access.AUTHENTICATED, this::find);
    }

    private CompletionStage<Response> find(Request request) throws HttpFailure {
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, Gatekeeper.BROKER);
        String key = request.optional("key")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> HttpFailure.badRequest("key is required: a message id, or a key of the message"));
        return administration
                .find(
                        key,
                        time(request, "from", Long.MIN_VALUE),
                        time(request, "to", Long.MAX_VALUE),
                        QueryLimit.of(request))
                .thenApply(found ->
                        Response.ok(found.stream().map(FoundMessage::of).toList()));
    }

    private static long time(Request request, String name, long otherwise) throws HttpFailure {
        String text = request.optional(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw HttpFailure.badRequest(name + " must be a time such as 2026-11-22T10:00:00Z, not '" + text + "'");
        }
    }

    /**
     * A message in the answer; see {@link MessageLocation}.
     *
     * @param time when the broker took it, ISO 8601
     */
    record FoundMessage(
            String messageId,
            String time,
            String address,
            NodeKind kind,
            MessageLocation.State state,
            List<String> queues,
            long position,
            int size) {
        static FoundMessage of(MessageLocation location) {
            return new FoundMessage(
                    location.messageId(),
                    Instant.ofEpochMilli(location.timestamp()).toString(),
                    location.address(),
                    location.kind(),
                    location.state(),
                    location.queues(),
                    location.position(),
                    location.size());
        }
    }
}
