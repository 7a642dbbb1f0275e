/**
 * Filters of AMQP clients (AMQP Filter Expressions Version 1.0, OASIS Committee Specification Draft 01).
 *
 * <p>{@link io.carrick.amqp.filter.WireFilters} reads a filter as it came over the wire and gives it a text, {@link
 * io.carrick.amqp.filter.FilterExpressions} compiles such texts. A property filter (section 4 of the specification) is
 * rewritten as the SQL filter (section 6) of the same meaning, so that there is one language, one canonical text and one
 * way to evaluate; SQL filters share the engine of selectors, {@link io.carrick.broker.selector}. What filters see of a
 * message is {@link io.carrick.amqp.filter.MessageFields}.
 */
package io.carrick.amqp.filter;
