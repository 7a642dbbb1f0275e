package io.carrick.jms.jndi;

import java.util.Enumeration;
import javax.naming.NamingEnumeration;

/** An enumeration in JNDI's clothes. */
final class Entries<T> implements NamingEnumeration<T> {
    private final Enumeration<T> entries;

    Entries(Enumeration<T> entries) {
        this.entries = entries;
    }

    @Override
    public boolean hasMore() {
        return entries.hasMoreElements();
    }

    @Override
    public boolean hasMoreElements() {
        return entries.hasMoreElements();
    }

    @Override
    public T next() {
        return entries.nextElement();
    }

    @Override
    public T nextElement() {
        return entries.nextElement();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
