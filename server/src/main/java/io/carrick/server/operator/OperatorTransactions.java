package io.carrick.server.operator;

import io.carrick.broker.Administration;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.Permission;
import io.carrick.broker.TransactionAdministration;
import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionKind;
import io.carrick.broker.TransactionName;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import io.carrick.broker.XaTransactions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Transactions of all kinds for operators: lets through who has the permission {@code manage} on the node of what it is
 * about, or on {@code $management}, and records every decision, also one that is refused. Thread-safe. Stages fail as
 * those of {@link TransactionAdministration} do, and with {@link Code#UNAUTHORIZED} or {@link Code#INVALID_FIELD}.
 */
public final class OperatorTransactions {
    private final Administration administration;
    private final Authorizer authorizer;
    private final AuditLog audit = new AuditLog();

    public OperatorTransactions(Administration administration, Authorizer authorizer) {
        this.administration = administration;
        this.authorizer = authorizer;
    }

    /** See {@link TransactionAdministration#list}. */
    public CompletionStage<List<Status>> list(Operator who, Filter filter) {
        BrokerError refusal = refusal(who, node(filter));
        return refusal == null ? administration.transactions().list(filter) : failed(refusal);
    }

    /** The node that all of what is wanted belongs to. */
    private static String node(Filter filter) {
        if (filter.group() != null) {
            return TransactionName.Half.node(filter.group());
        }
        return filter.kind() == TransactionKind.XA ? XaTransactions.NODE : TransactionName.Local.NODE;
    }

    /**
     * See {@link TransactionAdministration#show}.
     *
     * @param id as {@link TransactionName} writes it
     */
    public CompletionStage<Details> show(Operator who, String id) {
        try {
            TransactionName name = name(id);
            BrokerError refusal = refusal(who, name.node());
            return refusal == null ? administration.transactions().show(name) : failed(refusal);
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * See {@link TransactionAdministration#decide}; recorded when the result is known.
     *
     * @param id as {@link TransactionName} writes it
     */
    public CompletionStage<TransactionPhase> decide(Operator who, String id, TransactionVerb verb) {
        return decideIfPermitted(who, id, verb).whenComplete((phase, failure) -> {
            if (failure == null) {
                audit.done(who, verb, id, phase);
            } else {
                audit.failed(who, verb, id, failure);
            }
        });
    }

    private CompletionStage<TransactionPhase> decideIfPermitted(Operator who, String id, TransactionVerb verb) {
        try {
            TransactionName name = name(id);
            BrokerError refusal = refusal(who, name.node());
            return refusal == null ? administration.transactions().decide(name, verb) : failed(refusal);
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static TransactionName name(String id) throws BrokerException {
        try {
            return TransactionName.parse(id);
        } catch (IllegalArgumentException e) {
            throw new BrokerException(new BrokerError(Code.INVALID_FIELD, e.getMessage()));
        }
    }

    private BrokerError refusal(Operator who, String node) {
        return authorizer.permits(who.identity(), Permission.MANAGE, node)
                        || authorizer.permits(who.identity(), Permission.MANAGE, TransactionName.Local.NODE)
                ? null
                : new BrokerError(
                        Code.UNAUTHORIZED,
                        "user '" + who.identity().name() + "' lacks the permission manage on '" + node + "'");
    }

    private static <T> CompletionStage<T> failed(BrokerError error) {
        return CompletableFuture.failedFuture(new BrokerException(error));
    }
}
