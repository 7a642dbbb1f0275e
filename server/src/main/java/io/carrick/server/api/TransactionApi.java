package io.carrick.server.api;

import io.carrick.broker.Administration;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.broker.XaAdministration.BranchStatus;
import io.carrick.broker.XaTransactions;
import io.carrick.broker.Xid;
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

/** Branches of distributed transactions under {@code /api/v1/transactions}. Every decision is logged with its caller. */
public final class TransactionApi {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionApi.class);
    private static final String ALL = "/api/v1/transactions";
    private static final String ONE = ALL + "/{xid}";

    private final Administration administration;
    private final Gatekeeper gatekeeper;

    public TransactionApi(Administration administration, Gatekeeper gatekeeper) {
        this.administration = administration;
        this.gatekeeper = gatekeeper;
    }

    public void addTo(Router router) {
        router.add(HttpMethod.GET, ALL, Access.AUTHENTICATED, this::list)
                .add(HttpMethod.GET, ONE, Access.AUTHENTICATED, this::show)
                .add(HttpMethod.POST, ONE + "/commit", Access.AUTHENTICATED, request -> decide(request, true))
                .add(HttpMethod.POST, ONE + "/rollback", Access.AUTHENTICATED, request -> decide(request, false))
                .add(HttpMethod.POST, ONE + "/forget", Access.AUTHENTICATED, this::forget);
    }

    private CompletionStage<Response> list(Request request) throws HttpFailure {
        permitted(request);
        return administration
                .distributedTransactions()
                .list(QueryLimit.of(request))
                .thenApply(all -> Response.ok(all.stream().map(Branch::of).toList()));
    }

    private CompletionStage<Response> show(Request request) throws HttpFailure {
        permitted(request);
        return administration
                .distributedTransactions()
                .show(xid(request))
                .thenApply(status -> Response.ok(Branch.of(status)));
    }

    private CompletionStage<Response> decide(Request request, boolean commit) throws HttpFailure {
        Identity caller = permitted(request);
        Xid xid = xid(request);
        return administration
                .distributedTransactions()
                .decide(xid, commit)
                .thenCompose(done -> administration.distributedTransactions().show(xid))
                .thenApply(status -> {
                    LOG.info(
                            "branch decided by operator xid={} state={} user={}",
                            xid,
                            status.state().text(),
                            caller.name());
                    return Response.ok(Branch.of(status));
                });
    }

    private CompletionStage<Response> forget(Request request) throws HttpFailure {
        Identity caller = permitted(request);
        Xid xid = xid(request);
        return administration.distributedTransactions().forget(xid).thenApply(done -> {
            LOG.info("branch forgotten by operator xid={} user={}", xid, caller.name());
            return Response.ok(Map.of("xid", xid.toString(), "state", "forgotten"));
        });
    }

    private Identity permitted(Request request) throws HttpFailure {
        Identity caller = request.requiredCaller();
        gatekeeper.require(caller, Permission.MANAGE, XaTransactions.NODE);
        return caller;
    }

    private static Xid xid(Request request) throws HttpFailure {
        try {
            return Xid.parse(request.parameter("xid"));
        } catch (IllegalArgumentException e) {
            throw HttpFailure.badRequest(e.getMessage());
        }
    }

    /**
     * A branch in the answer; see {@link BranchStatus}.
     *
     * @param since ISO 8601, null if that is not remembered
     */
    record Branch(String xid, String state, String since, String user, String container, int sent, int received) {
        static Branch of(BranchStatus status) {
            return new Branch(
                    status.xid().toString(),
                    status.state().text(),
                    status.sinceMillis() == 0
                            ? null
                            : Instant.ofEpochMilli(status.sinceMillis()).toString(),
                    status.owner(),
                    status.containerId(),
                    status.sent(),
                    status.received());
        }
    }
}
