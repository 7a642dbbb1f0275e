package io.carrick.server.api;

import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionVerb;
import io.carrick.server.http.Access;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.carrick.server.operator.Operator;
import io.carrick.server.operator.OperatorTransactions;
import io.carrick.server.operator.TransactionQuery;
import io.carrick.server.operator.TransactionView;
import io.netty.handler.codec.http.HttpMethod;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Local transactions, branches of distributed ones and half messages under {@code /api/v1/transactions}. */
public final class TransactionApi {
    private static final String ALL = "/api/v1/transactions";
    private static final String ONE = ALL + "/{id}";

    private final OperatorTransactions transactions;
    private final InstantSource clock;
    private final TransactionView view;

    public TransactionApi(OperatorTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
        view = new TransactionView(clock);
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, ALL, Access.AUTHENTICATED, this::list)
                .add(HttpMethod.GET, ONE, Access.AUTHENTICATED, this::show);
        for (TransactionVerb verb : TransactionVerb.values()) {
            router.add(
                    HttpMethod.POST, ONE + "/" + verb.text(), Access.AUTHENTICATED, request -> decide(request, verb));
        }
    }

    private CompletionStage<Response> list(Request request) throws HttpFailure {
        Filter filter = TransactionQuery.filter(request::optional, QueryLimit.of(request), clock);
        return transactions
                .list(operator(request), filter)
                .thenApply(all -> Response.ok(all.stream().map(view::of).toList()));
    }

    private CompletionStage<Response> show(Request request) {
        return transactions
                .show(operator(request), request.parameter("id"))
                .thenApply(details -> Response.ok(view.of(details)));
    }

    private CompletionStage<Response> decide(Request request, TransactionVerb verb) {
        String id = request.parameter("id");
        return transactions
                .decide(operator(request), id, verb)
                .thenApply(phase -> Response.ok(Map.of("id", id, "state", phase.text())));
    }

    static Operator operator(Request request) {
        return new Operator(request.requiredCaller(), request.remoteAddress(), Operator.Way.HTTP);
    }
}
