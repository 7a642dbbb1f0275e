package io.carrick.server.api;

import io.carrick.broker.Administration;
import io.carrick.server.http.Access;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * For supervisors: alive means that the process answers; ready means that clients are served, and is asked of the core
 * itself, so that a stuck core is not ready.
 */
public final class Health {
    private final Administration administration;
    private final BooleanSupplier serving;

    /**
     * Health of a broker.
     *
     * @param serving false while it starts and once it stops
     */
    public Health(Administration administration, BooleanSupplier serving) {
        this.administration = administration;
        this.serving = serving;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, "/health/live", Access.METRICS, this::live);
        router.add(HttpMethod.GET, "/health/ready", Access.METRICS, this::ready);
    }

    private CompletionStage<Response> live(Request request) {
        return CompletableFuture.completedFuture(Response.text(HttpResponseStatus.OK, "live\n"));
    }

    private CompletionStage<Response> ready(Request request) {
        if (!serving.getAsBoolean()) {
            return CompletableFuture.completedFuture(notReady());
        }
        return administration
                .status()
                .handle((status, failure) ->
                        failure == null ? Response.text(HttpResponseStatus.OK, "ready\n") : notReady());
    }

    private static Response notReady() {
        return Response.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "not ready\n");
    }
}
