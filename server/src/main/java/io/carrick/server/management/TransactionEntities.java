package io.carrick.server.management;

import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionVerb;
import io.carrick.server.http.HttpFailure;
import io.carrick.server.operator.Operator;
import io.carrick.server.operator.OperatorTransactions;
import io.carrick.server.operator.TransactionQuery;
import io.carrick.server.operator.TransactionView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Transactions of all kinds as manageable entities: their name and identity is their id. */
final class TransactionEntities {
    static final String TYPE = "carrick.transaction";

    private static final String NAME = "name";
    private static final String IDENTITY = "identity";
    private static final String ENTITY_TYPE = "type";
    private static final String ID = "id";
    private static final int COUNT_MAX = 1000;
    private static final int COUNT_DEFAULT = 100;
    private static final int OFFSET_MAX = 100_000;

    private final OperatorTransactions transactions;
    private final InstantSource clock;
    private final TransactionView view;

    TransactionEntities(OperatorTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
        view = new TransactionView(clock);
    }

    /** The attributes that a query gives. */
    private static List<String> listed() {
        List<String> names = new ArrayList<>(List.of(NAME, IDENTITY, ENTITY_TYPE));
        names.addAll(TransactionView.LISTED);
        names.remove(ID);
        return names;
    }

    /** All attributes. */
    static List<String> attributes() {
        List<String> names = listed();
        names.addAll(TransactionView.DETAILS);
        return names;
    }

    /** The verb of that name. */
    static Optional<TransactionVerb> verb(String operation) {
        return Arrays.stream(TransactionVerb.values())
                .filter(verb -> verb.text().equals(operation))
                .findFirst();
    }

    private static Map<String, Object> entity(Map<String, Object> shown) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put(NAME, shown.get(ID));
        entity.put(IDENTITY, shown.get(ID));
        entity.put(ENTITY_TYPE, TYPE);
        shown.forEach((name, value) -> {
            if (!name.equals(ID)) {
                entity.put(name, value);
            }
        });
        return entity;
    }

    CompletionStage<Map<String, Object>> read(Operator who, ManagementArguments arguments) throws HttpFailure {
        CompletionStage<Details> shown = transactions.show(who, arguments.entity());
        return shown.thenApply(details -> entity(view.of(details)));
    }

    CompletionStage<Map<String, Object>> query(Operator who, ManagementArguments arguments) throws HttpFailure {
        int offset = arguments.number("offset", 0, 0, OFFSET_MAX);
        int count = arguments.number("count", COUNT_DEFAULT, 1, COUNT_MAX);
        List<String> asked = arguments.names("attributeNames");
        List<String> names = asked.isEmpty() ? listed() : asked;
        for (String name : names) {
            if (!listed().contains(name)) {
                throw HttpFailure.badRequest("no attribute '" + name + "' can be queried");
            }
        }
        Filter filter = TransactionQuery.filter(arguments::text, offset + count, clock);
        return transactions.list(who, filter).thenApply(all -> {
            List<List<Object>> results =
                    all.stream().skip(offset).map(each -> row(each, names)).toList();
            return Map.of("attributeNames", names, "results", results);
        });
    }

    private List<Object> row(Status status, List<String> names) {
        Map<String, Object> entity = entity(view.of(status));
        List<Object> row = new ArrayList<>(names.size());
        names.forEach(name -> row.add(entity.get(name)));
        return row;
    }

    CompletionStage<Map<String, Object>> decide(Operator who, ManagementArguments arguments, TransactionVerb verb)
            throws HttpFailure {
        String id = arguments.entity();
        return transactions
                .decide(who, id, verb)
                .thenApply(phase -> Map.of(NAME, id, IDENTITY, id, ENTITY_TYPE, TYPE, "state", phase.text()));
    }
}
