package io.carrick.broker.state;

/** Where a record lies in the log. */
public record Place(long position, int size) {}
