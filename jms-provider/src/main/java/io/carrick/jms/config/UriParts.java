package io.carrick.jms.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A URI taken apart: {@code failover:(uri,uri)?options}, {@code failover:uri,uri?options} or a single URI.
 *
 * @param failover whether it is one of the first two
 * @param brokers the URIs
 * @param options of the whole; those of the brokers are theirs
 */
record UriParts(boolean failover, List<BrokerPart> brokers, Map<String, String> options) {
    private static final String FAILOVER = "failover:";
    private static final Pattern BEGINS_A_URI = Pattern.compile("\\s*[A-Za-z][A-Za-z0-9+.-]*:.*");

    /**
     * One broker.
     *
     * @param place scheme, authority and path
     * @param options after the question mark
     */
    record BrokerPart(String place, Map<String, String> options) {}

    static UriParts parse(String text) {
        String uri = text.strip();
        if (!uri.toLowerCase(Locale.ROOT).startsWith(FAILOVER)) {
            BrokerPart broker = broker(uri);
            return new UriParts(false, List.of(new BrokerPart(broker.place, Map.of())), broker.options);
        }
        String rest = uri.substring(FAILOVER.length());
        rest = rest.startsWith("//") ? rest.substring(2) : rest;
        return rest.startsWith("(") ? parenthesised(rest) : bare(rest);
    }

    private static UriParts parenthesised(String rest) {
        int close = closing(rest);
        String tail = rest.substring(close + 1).strip();
        if (!tail.isEmpty() && !tail.startsWith("?")) {
            throw new IllegalArgumentException("'" + tail + "' follows the closing parenthesis instead of options");
        }
        Map<String, String> options = tail.isEmpty() ? Map.of() : options(tail.substring(1));
        return new UriParts(true, brokers(rest.substring(1, close)), options);
    }

    /** Without parentheses it is not said whose the options at the end are: the prefix tells. */
    private static UriParts bare(String rest) {
        List<BrokerPart> brokers = new ArrayList<>(brokers(rest));
        BrokerPart last = brokers.remove(brokers.size() - 1);
        Map<String, String> own = new LinkedHashMap<>();
        Map<String, String> whole = new LinkedHashMap<>();
        last.options.forEach((name, value) ->
                (name.startsWith("jms.") || name.startsWith("failover.") ? whole : own).put(name, value));
        brokers.add(new BrokerPart(last.place, own));
        return new UriParts(true, brokers, whole);
    }

    private static int closing(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a parenthesis is not closed");
    }

    /** A comma ends a URI only if another one follows: values of options may have commas too. */
    private static List<BrokerPart> brokers(String list) {
        List<String> uris = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            if (uris.isEmpty() || BEGINS_A_URI.matcher(part).matches()) {
                uris.add(part);
            } else {
                uris.set(uris.size() - 1, uris.get(uris.size() - 1) + "," + part);
            }
        }
        return uris.stream().map(uri -> broker(uri.strip())).toList();
    }

    private static BrokerPart broker(String uri) {
        int question = uri.indexOf('?');
        return question < 0
                ? new BrokerPart(uri, Map.of())
                : new BrokerPart(uri.substring(0, question), options(uri.substring(question + 1)));
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals <= 0) {
                throw new IllegalArgumentException("option '" + pair + "' has no name or no value");
            }
            options.put(Percent.decode(pair.substring(0, equals).strip()), Percent.decode(pair.substring(equals + 1)));
        }
        return options;
    }
}
