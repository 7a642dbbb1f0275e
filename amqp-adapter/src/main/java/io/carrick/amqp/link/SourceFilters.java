package io.carrick.amqp.link;

import io.carrick.amqp.filter.FilterExpressions;
import io.carrick.amqp.filter.WireFilters;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;

/**
 * The filters of a source (part 3, section 3.5.8) as far as they are applied.
 *
 * @param spec what messages must match, null for all
 * @param noLocal whether what the client itself published is left out
 * @param applied the filter map for the answer to the attach; null if nothing is applied
 */
record SourceFilters(FilterSpec spec, boolean noLocal, Map<Symbol, Object> applied) {
    private static final Set<Object> NO_LOCAL =
            Set.of(UnsignedLong.valueOf(0x0000468C00000003L), Symbol.valueOf("apache.org:no-local-filter:list"));

    /**
     * Reads the filters; those of a kind that is not known are left out.
     *
     * @throws InvalidFilterException if one of a known kind is wrong
     */
    static SourceFilters read(Source source) throws InvalidFilterException {
        List<FilterSpec> specs = new ArrayList<>();
        boolean noLocal = false;
        Map<Symbol, Object> applied = new HashMap<>();
        Map<?, ?> wanted = source.getFilter() == null ? Map.of() : source.getFilter();
        for (Map.Entry<?, ?> entry : wanted.entrySet()) {
            if (isNoLocal(entry.getValue())) {
                noLocal = true;
                applied.put((Symbol) entry.getKey(), entry.getValue());
                continue;
            }
            Optional<FilterSpec> filter = WireFilters.read(entry.getValue());
            if (filter.isPresent()) {
                specs.add(filter.get());
                applied.put((Symbol) entry.getKey(), entry.getValue());
            }
        }
        FilterSpec spec = specs.isEmpty() ? null : FilterExpressions.and(specs);
        return new SourceFilters(spec, noLocal, applied.isEmpty() ? null : applied);
    }

    private static boolean isNoLocal(Object filter) {
        return filter instanceof DescribedType described && NO_LOCAL.contains(described.getDescriptor());
    }
}
