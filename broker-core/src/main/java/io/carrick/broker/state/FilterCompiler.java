package io.carrick.broker.state;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.MessageFilter;

/** Turns the text of a filter into something that can be asked. */
@FunctionalInterface
public interface FilterCompiler {
    MessageFilter compile(FilterSpec filter) throws InvalidFilterException;
}
