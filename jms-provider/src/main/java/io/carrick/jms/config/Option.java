package io.carrick.jms.config;

/**
 * An option of a URI.
 *
 * @param name with its prefix; ends in {@code .*} if it stands for many
 * @param type of its values
 * @param defaultValue null for none
 * @param secret whether values must not be shown
 */
record Option<T>(String name, OptionType<T> type, T defaultValue, boolean secret) {
    static <T> Option<T> of(String name, OptionType<T> type, T defaultValue) {
        return new Option<>(name, type, defaultValue, false);
    }

    static Option<String> text(String name) {
        return of(name, OptionType.TEXT, null);
    }

    static Option<Boolean> flag(String name, boolean defaultValue) {
        return of(name, OptionType.BOOLEAN, defaultValue);
    }

    static Option<String> password(String name) {
        return new Option<>(name, OptionType.TEXT, null, true);
    }

    boolean isMany() {
        return name.endsWith(".*");
    }

    boolean covers(String given) {
        return isMany() ? given.startsWith(prefix()) && given.length() > prefix().length() : given.equals(name);
    }

    /** Of one that stands for many. */
    String prefix() {
        return name.substring(0, name.length() - 1);
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException that names the option, the text and what is permitted
     */
    T parse(String text) {
        try {
            return type.parser().apply(text);
        } catch (IllegalArgumentException e) {
            String shown = secret ? "" : " '" + text + "'";
            throw new IllegalArgumentException(
                    "option " + name + " has the wrong value" + shown + "; permitted: " + type.permitted(), e);
        }
    }
}
