package io.carrick.server.management;

import io.carrick.amqp.Management;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.Identity;
import io.carrick.broker.TransactionVerb;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.operator.Operator;
import io.carrick.server.operator.OperatorTransactions;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to {@code $management} (AMQP Management 1.0, working draft 9): {@code READ}, {@code QUERY} and the
 * discovery of types, attributes and operations, and the operators' verbs on entities of type {@value
 * TransactionEntities#TYPE}. Thread-safe.
 */
public final class ManagementNode implements Management {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementNode.class);
    private static final String NODE_TYPE = "org.amqp.management";
    private static final String SELF = "self";

    private final TransactionEntities transactions;

    public ManagementNode(OperatorTransactions transactions, InstantSource clock) {
        this.transactions = new TransactionEntities(transactions, clock);
    }

    @Override
    public CompletionStage<Answer> answer(ClientInfo caller, Request request) {
        Operator who = new Operator(caller.identity(), caller.remoteAddress(), Operator.Way.AMQP);
        return obey(who, request)
                .handle((body, failure) -> failure == null
                        ? new Answer(HttpResponseStatus.OK.code(), "OK", body)
                        : refusal(who, HttpFailure.of(failure), failure));
    }

    private CompletionStage<?> obey(Operator who, Request request) {
        try {
            ManagementArguments arguments = new ManagementArguments(request);
            return obey(who, arguments.required("operation"), arguments);
        } catch (HttpFailure e) {
            return CompletableFuture.failedFuture(e);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(HttpFailure.badRequest(e.getMessage()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<?> obey(Operator who, String operation, ManagementArguments arguments) throws HttpFailure {
        Optional<TransactionVerb> verb = TransactionEntities.verb(operation);
        if (verb.isPresent()) {
            requireTransaction(arguments.required("type"));
            return transactions.decide(who, arguments, verb.get());
        }
        switch (operation) {
            case "READ" -> {
                return read(who, arguments);
            }
            case "QUERY" -> {
                requireTransaction(arguments.text("entityType").orElse(TransactionEntities.TYPE));
                return transactions.query(who, arguments);
            }
            case "GET-TYPES" -> {
                return discovered(arguments, Map.of(NODE_TYPE, List.of(), TransactionEntities.TYPE, List.of()));
            }
            case "GET-ATTRIBUTES" -> {
                return discovered(
                        arguments,
                        Map.of(
                                NODE_TYPE,
                                List.of("name", "identity", "type"),
                                TransactionEntities.TYPE,
                                TransactionEntities.attributes()));
            }
            case "GET-OPERATIONS" -> {
                return discovered(arguments, operations());
            }
            case "GET-MGMT-NODES" -> {
                return CompletableFuture.completedFuture(List.of());
            }
            default ->
                throw new HttpFailure(HttpResponseStatus.NOT_IMPLEMENTED, "there is no operation '" + operation + "'");
        }
    }

    private CompletionStage<?> read(Operator who, ManagementArguments arguments) throws HttpFailure {
        String type = arguments.text("type").orElse(TransactionEntities.TYPE);
        if (type.equals(NODE_TYPE)) {
            if (!arguments.entity().equals(SELF)) {
                throw new HttpFailure(HttpResponseStatus.NOT_FOUND, "the only entity of that type is '" + SELF + "'");
            }
            return CompletableFuture.completedFuture(Map.of("name", SELF, "identity", SELF, "type", NODE_TYPE));
        }
        requireTransaction(type);
        return transactions.read(who, arguments);
    }

    private static void requireTransaction(String type) throws HttpFailure {
        if (!type.equals(TransactionEntities.TYPE)) {
            throw new HttpFailure(HttpResponseStatus.NOT_FOUND, "there is no entity type '" + type + "'");
        }
    }

    /** What there is to know of each type; of one only if the request names one. */
    private static CompletionStage<?> discovered(ManagementArguments arguments, Map<String, ?> byType)
            throws HttpFailure {
        Optional<String> type = arguments.text("entityType");
        if (type.isEmpty()) {
            return CompletableFuture.completedFuture(new TreeMap<>(byType));
        }
        if (!byType.containsKey(type.get())) {
            throw new HttpFailure(HttpResponseStatus.NOT_FOUND, "there is no entity type '" + type.get() + "'");
        }
        return CompletableFuture.completedFuture(Map.of(type.get(), byType.get(type.get())));
    }

    /** The operations of each type, with the names of their arguments beside those that name the entity. */
    private static Map<String, ?> operations() {
        Map<String, List<String>> ofNode = new TreeMap<>();
        ofNode.put("QUERY", List.of("entityType", "offset", "count", "kind", "state", "group", "olderThan"));
        Stream.of("GET-TYPES", "GET-ATTRIBUTES", "GET-OPERATIONS")
                .forEach(operation -> ofNode.put(operation, List.of("entityType")));
        ofNode.put("GET-MGMT-NODES", List.of());
        ofNode.put("READ", List.of());
        Map<String, List<String>> ofTransaction = new TreeMap<>();
        ofTransaction.put("READ", List.of());
        for (TransactionVerb verb : TransactionVerb.values()) {
            ofTransaction.put(verb.text(), List.of());
        }
        return Map.of(NODE_TYPE, ofNode, TransactionEntities.TYPE, ofTransaction);
    }

    private static Answer refusal(Operator who, HttpFailure failure, Throwable cause) {
        if (failure.isServerFault()) {
            LOG.error("management request failed user={}", who.identity().name(), cause);
        }
        boolean mayLogIn = failure.status() == HttpResponseStatus.FORBIDDEN.code()
                && who.identity().equals(Identity.ANONYMOUS);
        return new Answer(
                mayLogIn ? HttpResponseStatus.UNAUTHORIZED.code() : failure.status(), failure.getMessage(), null);
    }
}
