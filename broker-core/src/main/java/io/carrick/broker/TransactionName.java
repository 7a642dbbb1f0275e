package io.carrick.broker;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names work of any {@link TransactionKind} in one line that an operator can copy: a local transaction by the sixteen
 * hexadecimal digits of its id on the wire, a branch as {@link Xid#toString()} writes it, a half message by its group and
 * id with a slash between. In the parts of the last one, {@code %}, {@code /}, white space and what cannot be seen are
 * percent-encoded.
 */
public sealed interface TransactionName {
    /** The kind of work that it names. */
    TransactionKind kind();

    /** The node for which {@link Permission#MANAGE} lets a user see and decide it. */
    String node();

    /** A local transaction, by {@link Transaction#id()}. */
    record Local(long id) implements TransactionName {
        /** The node of local transactions, and of all transactions. */
        public static final String NODE = "$management";

        @Override
        public TransactionKind kind() {
            return TransactionKind.LOCAL;
        }

        @Override
        public String node() {
            return NODE;
        }

        @Override
        public String toString() {
            return HexFormat.of().toHexDigits(id);
        }
    }

    /** A branch. */
    record Branch(Xid xid) implements TransactionName {
        @Override
        public TransactionKind kind() {
            return TransactionKind.XA;
        }

        @Override
        public String node() {
            return XaTransactions.NODE;
        }

        @Override
        public String toString() {
            return xid.toString();
        }
    }

    /** A half message. */
    record Half(String group, String id) implements TransactionName {
        @Override
        public TransactionKind kind() {
            return TransactionKind.HALF;
        }

        @Override
        public String node() {
            return node(group);
        }

        /** The node of the half messages of a group. */
        public static String node(String group) {
            return "$half/" + group;
        }

        @Override
        public String toString() {
            return encoded(group) + "/" + encoded(id);
        }
    }

    /**
     * Reads what {@code toString()} has written.
     *
     * @throws IllegalArgumentException if it names nothing
     */
    static TransactionName parse(String text) {
        int slash = text.indexOf('/');
        if (slash > 0 && slash < text.length() - 1 && text.indexOf('/', slash + 1) < 0) {
            return new Half(decoded(text.substring(0, slash)), decoded(text.substring(slash + 1)));
        }
        if (slash < 0 && text.indexOf(':') >= 0) {
            return new Branch(Xid.parse(text));
        }
        if (text.matches("[0-9a-fA-F]{16}")) {
            return new Local(HexFormat.fromHexDigitsToLong(text));
        }
        throw new IllegalArgumentException("'" + text + "' names no transaction: neither 16 hexadecimal digits, nor"
                + " <format id>:<global id in hex>:<branch qualifier in hex>, nor <group>/<half id>");
    }

    private static String encoded(String part) {
        StringBuilder text = new StringBuilder(part.length());
        part.codePoints().forEach(c -> {
            if (c != '%' && c != '/' && !Character.isWhitespace(c) && isVisible(c)) {
                text.appendCodePoint(c);
            } else {
                for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
                }
            }
        });
        return text.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String decoded(String part) {
        byte[] from = part.getBytes(StandardCharsets.UTF_8);
        byte[] to = new byte[from.length];
        int length = 0;
        for (int i = 0; i < from.length; i++) {
            if (from[i] == '%') {
                if (i + 2 >= from.length || !isHex(from[i + 1]) || !isHex(from[i + 2])) {
                    throw new IllegalArgumentException("'" + part + "' has a % without two hexadecimal digits");
                }
                to[length++] = (byte) (HexFormat.fromHexDigit(from[++i]) << 4 | HexFormat.fromHexDigit(from[++i]));
            } else {
                to[length++] = from[i];
            }
        }
        return new String(to, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isHex(byte digit) {
        return HexFormat.isHexDigit(digit);
    }
}
