package io.carrick.broker.dispatch;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.MessageFilter;
import io.carrick.broker.selector.Selector;

/**
 * A filter ready for use.
 *
 * @param selector the selector behind it, null for other languages: then it cannot be indexed
 */
public record CompiledFilter(FilterSpec spec, MessageFilter filter, Selector selector) {}
