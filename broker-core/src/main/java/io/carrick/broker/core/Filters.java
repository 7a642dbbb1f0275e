package io.carrick.broker.core;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFilter;
import io.carrick.broker.MessageFormat;
import io.carrick.broker.dispatch.CompiledFilter;
import io.carrick.broker.selector.PropertySource;
import io.carrick.broker.selector.Selector;
import io.carrick.broker.selector.SelectorCache;
import io.carrick.broker.state.FilterCompiler;

/** Compiles filters: selectors here, other languages by the adapter's format. */
final class Filters implements FilterCompiler {
    private final SelectorCache selectors = new SelectorCache();
    private final MessageFormat format;

    Filters(MessageFormat format) {
        this.format = format;
    }

    @Override
    public MessageFilter compile(FilterSpec filter) throws InvalidFilterException {
        return compiled(filter).filter();
    }

    /** The filter ready for use; null for null. */
    CompiledFilter compiled(FilterSpec filter) throws InvalidFilterException {
        if (filter == null) {
            return null;
        }
        if (!filter.language().equals(FilterSpec.SELECTOR)) {
            return new CompiledFilter(filter, format.compile(filter), null);
        }
        Selector selector = selectors.get(filter.text());
        return new CompiledFilter(filter, message -> selector.matches(properties(message)), selector);
    }

    /** A message as selectors see it. */
    PropertySource properties(Message message) {
        return identifier -> format.property(message, identifier);
    }
}
