package io.carrick.broker.selector;

/**
 * A token.
 *
 * @param text as written; of a string or quoted identifier what is between the quotes, with doubled ones single
 * @param position index of its first character
 */
record Token(TokenKind kind, String text, int position) {
    private static final int SHOWN_MAX = 40;

    /** For error messages: what was found. */
    String description() {
        String shown = text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "...";
        return switch (kind) {
            case END -> "the end";
            case STRING -> Literal.quote(shown);
            case QUOTED_IDENTIFIER -> SqlField.quote(shown);
            case IDENTIFIER, EXACT_NUMBER, APPROXIMATE_NUMBER, BINARY -> shown;
            default -> kind.description();
        };
    }
}
