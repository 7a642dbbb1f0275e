package io.carrick.server.api;

import io.carrick.broker.Administration;
import io.carrick.broker.Administration.BrokerStatus;
import io.carrick.broker.Administration.QueueStatus;
import io.carrick.server.http.Access;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.carrick.server.metrics.BrokerMetrics;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /metrics} for Prometheus. */
public final class Metrics {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Administration administration;
    private final BrokerMetrics metrics;

    public Metrics(Administration administration, BrokerMetrics metrics) {
        this.administration = administration;
        this.metrics = metrics;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, "/metrics", Access.METRICS, this::scrape);
    }

    private CompletionStage<Response> scrape(Request request) {
        CompletionStage<BrokerStatus> status = administration.status();
        CompletionStage<List<QueueStatus>> queues = administration.queues();
        return administration
                .transactions()
                .figures()
                .thenCompose(work -> status.thenCombine(queues, (broker, all) -> metrics.scrape(broker, all, work)))
                .thenApply(text ->
                        new Response(HttpResponseStatus.OK, CONTENT_TYPE, text.getBytes(StandardCharsets.UTF_8)));
    }
}
