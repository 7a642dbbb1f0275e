package io.carrick.tck.client;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The lines between a test and an agent: {@code key=value&key=value}, form-encoded. */
final class Fields {
    private Fields() {}

    static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> escape(field.getKey()) + "=" + escape(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static Map<String, String> decode(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : line.split("&", -1)) {
            int equals = field.indexOf('=');
            fields.put(unescape(field.substring(0, equals)), unescape(field.substring(equals + 1)));
        }
        return fields;
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String unescape(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
