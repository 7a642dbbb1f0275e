package io.carrick.broker;

/**
 * A filter as text, so that it can be stored, compared and compiled again.
 *
 * @param language {@link #SELECTOR} or a language that the adapter's {@link MessageFormat} compiles
 * @param text the canonical text
 */
public record FilterSpec(String language, String text) {
    /** SQL-92 selector of Jakarta Messaging 3.1, section 3.8. */
    public static final String SELECTOR = "selector";
}
