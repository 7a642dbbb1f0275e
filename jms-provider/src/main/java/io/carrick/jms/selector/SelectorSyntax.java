package io.carrick.jms.selector;

/** x */
public final class SelectorSyntax {
    private SelectorSyntax() {}

    public static void check(String selector) throws jakarta.jms.InvalidSelectorException {}
}
