package io.carrick.server.api;

import io.carrick.broker.Administration;
import io.carrick.broker.HalfAdministration.HalfStatus;
import io.carrick.broker.Permission;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionVerb;
import io.carrick.server.http.Access;
import io.carrick.server.http.Gatekeeper;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.http.Request;
import io.carrick.server.http.Response;
import io.carrick.server.http.Router;
import io.carrick.server.operator.OperatorTransactions;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Half messages under {@code /api/v1/half-messages}, with what only they have. They are decided as transactions of any kind
 * are.
 */
public final class HalfMessageApi {
    private static final String ALL = "/api/v1/half-messages";
    private static final String ONE = ALL + "/{group}/{id}";

    private final Administration administration;
    private final OperatorTransactions transactions;
    private final Gatekeeper gatekeeper;

    public HalfMessageApi(Administration administration, OperatorTransactions transactions, Gatekeeper gatekeeper) {
        this.administration = administration;
        this.transactions = transactions;
        this.gatekeeper = gatekeeper;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, ALL, Access.AUTHENTICATED, this::list)
                .add(HttpMethod.GET, ONE, Access.AUTHENTICATED, this::show)
                .add(
                        HttpMethod.POST,
                        ONE + "/commit",
                        Access.AUTHENTICATED,
                        request -> decide(request, TransactionVerb.COMMIT))
                .add(
                        HttpMethod.POST,
                        ONE + "/rollback",
                        Access.AUTHENTICATED,
                        request -> decide(request, TransactionVerb.ROLLBACK))
                .add(
                        HttpMethod.POST,
                        ONE + "/rearm",
                        Access.AUTHENTICATED,
                        request -> decide(request, TransactionVerb.REARM));
    }

    private CompletionStage<Response> list(Request request) throws HttpFailure {
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, Gatekeeper.BROKER);
        String group = request.optional("group").filter(text -> !text.isEmpty()).orElse(null);
        return administration
                .halfMessages()
                .list(group, request.optional("parked").filter("true"::equals).isPresent(), QueryLimit.of(request))
                .thenApply(all -> Response.ok(all.stream().map(HalfMessage::of).toList()));
    }

    private CompletionStage<Response> show(Request request) throws HttpFailure {
        gatekeeper.require(request.requiredCaller(), Permission.MANAGE, Gatekeeper.BROKER);
        return administration
                .halfMessages()
                .show(request.parameter("group"), request.parameter("id"))
                .thenApply(status -> Response.ok(HalfMessage.of(status)));
    }

    private CompletionStage<Response> decide(Request request, TransactionVerb verb) {
        String group = request.parameter("group");
        String id = request.parameter("id");
        return transactions
                .decide(TransactionApi.operator(request), new TransactionName.Half(group, id).toString(), verb)
                .thenApply(phase -> Response.ok(Map.of("group", group, "id", id, "state", phase.name())));
    }

    /**
     * A half message in the answer; see {@link HalfStatus}.
     *
     * @param state that of the half message, or NO_CHECKER if its group is to be asked and nobody of it is there
     * @param since when it was prepared, or decided, ISO 8601
     * @param nextCheck when its group is asked next, ISO 8601; null if it is not
     */
    record HalfMessage(
            String group,
            String id,
            String state,
            String since,
            String nextCheck,
            int checks,
            boolean asking,
            List<String> addresses) {
        static HalfMessage of(HalfStatus status) {
            return new HalfMessage(
                    status.group(),
                    status.id(),
                    status.noChecker() ? "NO_CHECKER" : status.state().name(),
                    time(status.bornMillis()),
                    status.checkAtMillis() == 0 ? null : time(status.checkAtMillis()),
                    status.checks(),
                    status.asking(),
                    status.addresses());
        }

        private static String time(long millis) {
            return Instant.ofEpochMilli(millis).toString();
        }
    }
}
