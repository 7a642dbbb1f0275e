package io.carrick.server.operator;

import io.carrick.broker.BrokerException;
import io.carrick.broker.TransactionPhase;
import io.carrick.broker.TransactionVerb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The record of what operators have decided, or tried to: one line each by the logger {@value #NAME}, with the fields as
 * {@code key=value} in the text and as fields of their own in JSON. A value that could be misread is quoted. Thread-safe.
 */
public final class AuditLog {
    /** The name of the logger. */
    public static final String NAME = "io.carrick.audit";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final int VALUE_CHARACTERS_MAX = 1000;

    /** A decision was taken. */
    void done(Operator who, TransactionVerb verb, String id, TransactionPhase phase) {
        Map<String, String> fields = fields(who, verb, id);
        fields.put("result", "done");
        fields.put("state", phase.text());
        write(fields);
    }

    /** A decision could not be taken. */
    void failed(Operator who, TransactionVerb verb, String id, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Map<String, String> fields = fields(who, verb, id);
        if (cause instanceof BrokerException refused) {
            fields.put("result", "refused");
            fields.put("code", refused.error().code().name());
        } else {
            fields.put("result", "failed");
        }
        fields.put("reason", String.valueOf(cause.getMessage()));
        write(fields);
    }

    private static Map<String, String> fields(Operator who, TransactionVerb verb, String id) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("verb", verb.text());
        fields.put("id", id);
        fields.put("user", who.identity().name());
        fields.put("remote", who.remoteAddress());
        fields.put("via", who.way().text());
        return fields;
    }

    private static void write(Map<String, String> fields) {
        StringJoiner text = new StringJoiner(" ", "transaction ", "");
        LoggingEventBuilder event = LOG.atInfo();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String value = bounded(field.getValue());
            text.add(field.getKey() + "=" + quoted(value));
            event = event.addKeyValue(field.getKey(), value);
        }
        event.log(text.toString());
    }

    private static String bounded(String value) {
        return value.length() <= VALUE_CHARACTERS_MAX ? value : value.substring(0, VALUE_CHARACTERS_MAX) + "...";
    }

    /** As it is, or within quotation marks if it could be taken for more than one value. */
    private static String quoted(String value) {
        boolean isPlain = !value.isEmpty()
                && value.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '=' || c == '\\');
        return isPlain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
