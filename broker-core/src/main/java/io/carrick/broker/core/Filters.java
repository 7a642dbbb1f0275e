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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles filters: selectors here, other languages by the adapter's format. */
final class Filters implements FilterCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(Filters.class);

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
            MessageFilter compiled = format.compile(filter);
            return new CompiledFilter(filter, message -> matches(compiled, message), null);
        }
        Selector selector = selectors.get(filter.text());
        return new CompiledFilter(filter, message -> selector.matches(properties(message)), selector);
    }

    /** A message as selectors see it. */
    PropertySource properties(Message message) {
        return identifier -> property(message, identifier);
    }

    /** Contents that cannot be decoded have no properties: one message must not stop all others. */
    private Object property(Message message, String identifier) {
        try {
            return format.property(message, identifier);
        } catch (RuntimeException e) {
            LOG.debug("Property {} of message {} cannot be decoded", identifier, message.messageId(), e);
            return null;
        }
    }

    private static boolean matches(MessageFilter filter, Message message) {
        try {
            return filter.matches(message);
        } catch (RuntimeException e) {
            LOG.debug("Message {} cannot be decoded for a filter", message.messageId(), e);
            return false;
        }
    }
}
