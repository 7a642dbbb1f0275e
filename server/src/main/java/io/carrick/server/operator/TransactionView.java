package io.carrick.server.operator;

import io.carrick.broker.TransactionAdministration.Checks;
import io.carrick.broker.TransactionAdministration.Details;
import io.carrick.broker.TransactionAdministration.Status;
import io.carrick.broker.TransactionAdministration.Traffic;
import io.carrick.broker.TransactionName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Transactions as operators are shown them: attributes by name, of strings, numbers, booleans, lists and maps only, so
 * that JSON and AMQP can carry them alike. What is not known is null. Times are ISO 8601.
 */
public final class TransactionView {
    /** The attributes of {@link #of(Status)}, in order. */
    public static final List<String> LISTED = List.of(
            "id",
            "kind",
            "state",
            "since",
            "ageSeconds",
            "user",
            "container",
            "connection",
            "remoteAddress",
            "group",
            "sent",
            "received");

    /** The attributes that {@link #of(Details)} has besides. */
    public static final List<String> DETAILS =
            List.of("rollbackReason", "sentTo", "receivedFrom", "checks", "nextCheck", "asking");

    private final InstantSource clock;

    /** @param clock for ages */
    public TransactionView(InstantSource clock) {
        this.clock = clock;
    }

    /** One of a list. */
    public Map<String, Object> of(Status status) {
        Map<String, Object> view = new LinkedHashMap<>();
        long since = status.sinceMillis();
        view.put("id", status.name().toString());
        view.put("kind", status.name().kind().text());
        view.put("state", status.phase().text());
        view.put("since", time(since));
        view.put("ageSeconds", since == 0 ? null : Math.max(0, clock.millis() - since) / 1000);
        view.put("user", status.origin().user());
        view.put("container", status.origin().containerId());
        view.put(
                "connection",
                status.origin().connection() == 0 ? null : status.origin().connection());
        view.put("remoteAddress", status.origin().remoteAddress());
        view.put("group", status.name() instanceof TransactionName.Half half ? half.group() : null);
        view.put("sent", status.sent());
        view.put("received", status.received());
        return view;
    }

    /** All that is known of one. */
    public Map<String, Object> of(Details details) {
        Map<String, Object> view = of(details.status());
        Checks checks = details.checks();
        view.put("rollbackReason", details.rollbackReason());
        view.put("sentTo", traffic(details.sentTo()));
        view.put("receivedFrom", traffic(details.receivedFrom()));
        view.put("checks", checks == null ? null : checks.checks());
        view.put("nextCheck", checks == null ? null : time(checks.nextMillis()));
        view.put("asking", checks == null ? null : checks.asking());
        return view;
    }

    private static String time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }

    private static List<Map<String, Object>> traffic(List<Traffic> all) {
        return all.stream()
                .map(each -> Map.<String, Object>of("address", each.address(), "messages", each.messages()))
                .toList();
    }
}
