package io.carrick.server.api;

import io.carrick.broker.Administration;
import io.carrick.broker.Administration.ConnectionStatus;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.server.http.Access;
import io.carrick.server.http.Gatekeeper;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of clients under {@code /api/v1/connections}: who is there, and ending one. */
public final class ConnectionApi {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionApi.class);
    private static final String CONNECTIONS = "/api/v1/connections";

    private final Administration administration;
    private final Gatekeeper gatekeeper;

    public ConnectionApi(Administration administration, Gatekeeper gatekeeper) {
        this.administration = administration;
        this.gatekeeper = gatekeeper;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, CONNECTIONS, Access.AUTHENTICATED, this::list)
                .add(HttpMethod.DELETE, CONNECTIONS + "/{id}", Access.AUTHENTICATED, this::close);
    }

    private CompletionStage<Response> list(Request request) throws HttpFailure {
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, Gatekeeper.BROKER);
        return administration
                .connections()
                .thenApply(
                        all -> Response.ok(all.stream().map(OpenConnection::of).toList()));
    }

    private CompletionStage<Response> close(Request request) throws HttpFailure {
        Identity caller = request.requiredCaller();
        gatekeeper.require(caller, Permission.MANAGE, Gatekeeper.BROKER);
        long id = id(request.parameter("id"));
        return administration.closeConnection(id).thenApply(done -> {
            LOG.info("connection closed id={} user={}", id, caller.name());
            return Response.ok(Map.of("id", id));
        });
    }

    private static long id(String text) throws HttpFailure {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw HttpFailure.badRequest("the id of a connection must be a number, not '" + text + "'");
        }
    }

    /**
     * A connection in the answer; see {@link ConnectionStatus}.
     *
     * @param since when it was opened, ISO 8601
     */
    record OpenConnection(
            long id,
            String user,
            String containerId,
            String remoteAddress,
            String listener,
            int sessions,
            int producers,
            int consumers,
            int transactions,
            String since) {
        static OpenConnection of(ConnectionStatus status) {
            return new OpenConnection(
                    status.id(),
                    status.user(),
                    status.containerId(),
                    status.remoteAddress(),
                    status.listener(),
                    status.sessions(),
                    status.producers(),
                    status.consumers(),
                    status.transactions(),
                    Instant.ofEpochMilli(status.openedMillis()).toString());
        }
    }
}
