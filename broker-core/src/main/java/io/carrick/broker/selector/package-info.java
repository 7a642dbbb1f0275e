/**
 * Message selectors: conditions in the SQL-92 subset of Jakarta Messaging 3.1, section 3.8, compiled once and
 * evaluated for many messages.
 *
 * <p>{@link io.carrick.broker.selector.Selector} is a compiled selector, {@link
 * io.carrick.broker.selector.SelectorCache} shares equal ones, and {@link io.carrick.broker.selector.FilterIndex}
 * finds among many consumers those whose selector a message can match.
 *
 * <p>Text becomes tokens ({@code Lexer}), tokens become a tree of immutable {@link
 * io.carrick.broker.selector.Expression}s ({@link io.carrick.broker.selector.SqlParser}), and the tree evaluates
 * itself in three-valued logic ({@link io.carrick.broker.selector.Ternary}). What differs between languages of the
 * same family (which names there are, which functions, how strict the types) is a {@link
 * io.carrick.broker.selector.Dialect}; the AMQP SQL filter is one more of these.
 *
 * <p>Text from a client is hostile until proven otherwise: its length and nesting are limited, chains of operators
 * are flat nodes so that neither parsing nor evaluation recurses with their length, and {@code LIKE} never takes
 * more than (length of value) times (length of pattern) steps.
 */
package io.carrick.broker.selector;
