package io.carrick.amqp.filter;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;

/** The described types of filters, by their symbolic and numeric descriptors. */
enum FilterDescriptor {
    /** Section 4.2.1 of Filter Expressions. */
    HEADER(0x170L, "amqp:header-filter"),
    /** Section 4.2.3. */
    MESSAGE_ANNOTATIONS(0x172L, "amqp:message-annotations-filter"),
    /** Section 4.2.4. */
    PROPERTIES(0x173L, "amqp:properties-filter"),
    /** Section 4.2.5. */
    APPLICATION_PROPERTIES(0x174L, "amqp:application-properties-filter"),
    /** Section 6. */
    SQL(0x120L, "amqp:sql-filter"),
    /** Selectors of JMS, as registered by Apache; the last name is a former one. */
    SELECTOR(0x0000468C_00000004L, "apache.org:selector-filter:string", "apache.org:jms-selector-filter:string");

    private final UnsignedLong code;
    private final Set<Symbol> names;
    private final String title;

    FilterDescriptor(long code, String... names) {
        this.title = names[0];
        this.code = UnsignedLong.valueOf(code);
        this.names = Set.of(Arrays.stream(names).map(Symbol::valueOf).toArray(Symbol[]::new));
    }

    static Optional<FilterDescriptor> of(Object descriptor) {
        return Arrays.stream(values())
                .filter(known -> known.code.equals(descriptor) || known.isNamed(descriptor))
                .findFirst();
    }

    private boolean isNamed(Object descriptor) {
        return descriptor instanceof Symbol symbol && names.contains(symbol);
    }

    /** For error messages. */
    String title() {
        return title;
    }
}
