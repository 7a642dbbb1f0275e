package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** JSON objects as a table: a column for each of some fields, as wide as it must be, numbers to the right. */
final class Table {
    private record Column(String field, String title) {}

    private final List<Column> columns = new ArrayList<>();

    /** Adds a column. */
    Table column(String field, String title) {
        columns.add(new Column(field, title));
        return this;
    }

    void print(Iterable<JsonNode> rows, PrintWriter out) {
        int[] widths = columns.stream().mapToInt(c -> c.title.length()).toArray();
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cell(row, i).length());
            }
        });
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            header.append(pad(columns.get(i).title, widths[i], isNumber(rows, i)))
                    .append("  ");
        }
        out.println(header.toString().stripTrailing());
        rows.forEach(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(pad(cell(row, i), widths[i], isNumber(rows, i))).append("  ");
            }
            out.println(line.toString().stripTrailing());
        });
    }

    private String cell(JsonNode row, int column) {
        // A control character in a name or body must not reach the terminal.
        return text(row.path(columns.get(column).field)).replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText("");
        }
        StringJoiner elements = new StringJoiner(", ");
        value.forEach(element -> elements.add(element.asText("")));
        return elements.toString();
    }

    private boolean isNumber(Iterable<JsonNode> rows, int column) {
        return rows.iterator().hasNext()
                && rows.iterator().next().path(columns.get(column).field).isNumber();
    }

    private static String pad(String text, int width, boolean right) {
        String padding = " ".repeat(Math.max(0, width - text.length()));
        return right ? padding + text : text + padding;
    }
}
