package io.carrick.jms.message;

import java.util.Set;

/** The rules for names of properties (Jakarta Messaging 3.1, sections 3.5.1 and 3.8.1.1). */
final class PropertyNames {
    private static final Set<String> RESERVED =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");
    private static final int RESERVED_LENGTH_MAX = 7;

    private PropertyNames() {}

    /**
     * Checks a name.
     *
     * @param strictly whether it must be an identifier, and no reserved word as the specification writes it: in another
     *     case no selector can refer to it either, but applications, and the JORAM suite, have such names
     * @throws IllegalArgumentException if it must not be used
     */
    static void check(String name, boolean strictly) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("The name of a property must not be null or empty");
        }
        if (strictly && !isIdentifier(name)) {
            throw new IllegalArgumentException("The name of a property must be a Java identifier: " + name);
        }
        if (strictly && isReserved(name)) {
            throw new IllegalArgumentException("The name of a property must not be a word of the selectors: " + name);
        }
    }

    private static boolean isIdentifier(String name) {
        if (!Character.isJavaIdentifierStart(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            if (!Character.isJavaIdentifierPart(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isReserved(String name) {
        return name.length() <= RESERVED_LENGTH_MAX && RESERVED.contains(name);
    }
}
