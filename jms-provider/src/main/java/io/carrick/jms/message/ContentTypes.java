package io.carrick.jms.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** What the content types of data sections (RFC 2046) mean. */
final class ContentTypes {
    static final String SERIALIZED_OBJECT = "application/x-java-serialized-object";
    static final String OCTET_STREAM = "application/octet-stream";

    private static final String CHARSET = "charset=";
    private static final Set<String> TEXTUAL = Set.of(
            "application/json",
            "application/xml",
            "application/xml-dtd",
            "application/javascript",
            "application/ecmascript",
            "application/yaml");

    private ContentTypes() {}

    static boolean isSerializedObject(String contentType) {
        return contentType != null && mediaType(contentType).equals(SERIALIZED_OBJECT);
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /** The charset of a textual type, UTF-8 if it names none; null if it is not textual or the charset is unknown. */
    static Charset charset(String contentType) {
        if (contentType == null || !isTextual(mediaType(contentType))) {
            return null;
        }
        for (String parameter : contentType.split(";")) {
            String stripped = parameter.strip();
            if (stripped.regionMatches(true, 0, CHARSET, 0, CHARSET.length())) {
                return charsetNamed(
                        stripped.substring(CHARSET.length()).replace("\"", "").strip());
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean isTextual(String mediaType) {
        return mediaType.startsWith("text/")
                || TEXTUAL.contains(mediaType)
                || mediaType.endsWith("+json")
                || mediaType.endsWith("+xml");
    }

    private static Charset charsetNamed(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
