package io.carrick.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * One line of text for each event, and indented lines for its exception. What a client can bring into a message (its
 * name, an address) cannot end the line, nor steer the terminal that shows it: characters that are not to be seen are
 * written as escapes of Java.
 */
final class TextLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final String INDENT = "    ";

    private final DateTimeFormatter time;

    TextLineEncoder(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(zone);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(200);
        time.formatTo(event.getInstant(), text);
        String level = event.getLevel().toString();
        text.append(' ').append(level).append(" ".repeat(Math.max(0, 5 - level.length())));
        String logger = event.getLoggerName();
        text.append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        text.append(" - ");
        escape(event.getFormattedMessage(), text);
        text.append('\n');
        if (event.getThrowableProxy() != null) {
            ThrowableProxyUtil.asString(event.getThrowableProxy()).lines().forEach(line -> {
                text.append(INDENT);
                escape(line.replace("\t", INDENT), text);
                text.append('\n');
            });
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(String from, StringBuilder to) {
        for (int i = 0; i < from.length(); i++) {
            char c = from.charAt(i);
            if (isVisible(c)) {
                to.append(c);
            } else {
                to.append(String.format("\\u%04x", (int) c));
            }
        }
    }

    private static boolean isVisible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
