package io.carrick.broker;

/** A compiled filter: immutable, thread-safe, without side effects, and a function of the message alone. */
@FunctionalInterface
public interface MessageFilter {
    boolean matches(Message message);
}
