package io.carrick.amqp.filter;

import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.selector.Dialect;
import io.carrick.broker.selector.SqlField;
import io.carrick.broker.selector.SqlFunction;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * SQL filters (AMQP Filter Expressions, section 6), as RabbitMQ has them where the draft leaves room: what JMS selectors
 * have, and sections, functions, {@code %}, {@code !=}, ordered strings, binary literals, strings in double quotes and
 * identifiers in brackets. Reserved words and functions are accepted in any case.
 */
final class SqlFilterDialect implements Dialect<MessageFields> {
    static final SqlFilterDialect INSTANCE = new SqlFilterDialect();

    private static final Set<Extension> ALL = Set.copyOf(EnumSet.allOf(Extension.class));

    private SqlFilterDialect() {}

    @Override
    public String name() {
        return "SQL filter";
    }

    @Override
    public Set<Extension> extensions() {
        return ALL;
    }

    @Override
    public int identifierEnd(String text, int start) throws InvalidFilterException {
        return SqlFilterNames.end(text, start);
    }

    @Override
    public SqlField<MessageFields> field(String identifier, boolean quoted) throws InvalidFilterException {
        return SqlFilterNames.resolve(identifier, quoted);
    }

    @Override
    public Optional<SqlFunction<MessageFields>> function(String name) {
        return SqlFilterFunctions.named(name);
    }
}
