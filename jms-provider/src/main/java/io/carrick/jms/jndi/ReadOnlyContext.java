package io.carrick.jms.jndi;

import java.util.Hashtable;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameParser;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;

/** A context that nothing can be bound in. What it is asked for is looked up in memory and never deserialised. */
@SuppressWarnings("BanJNDI")
abstract class ReadOnlyContext implements Context {
    private final Hashtable<Object, Object> environment;

    ReadOnlyContext(Hashtable<Object, Object> environment) {
        this.environment = environment;
    }

    private static NamingException refusal() {
        return new OperationNotSupportedException("this context can only be read; it is defined by its properties");
    }

    @Override
    public final Object lookup(Name name) throws NamingException {
        return lookup(name.toString());
    }

    @Override
    public final Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override
    public final Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override
    public final void bind(Name name, Object object) throws NamingException {
        throw refusal();
    }

    @Override
    public final void bind(String name, Object object) throws NamingException {
        throw refusal();
    }

    @Override
    public final void rebind(Name name, Object object) throws NamingException {
        throw refusal();
    }

    @Override
    public final void rebind(String name, Object object) throws NamingException {
        throw refusal();
    }

    @Override
    public final void unbind(Name name) throws NamingException {
        throw refusal();
    }

    @Override
    public final void unbind(String name) throws NamingException {
        throw refusal();
    }

    @Override
    public final void rename(Name from, Name to) throws NamingException {
        throw refusal();
    }

    @Override
    public final void rename(String from, String to) throws NamingException {
        throw refusal();
    }

    @Override
    public final void destroySubcontext(Name name) throws NamingException {
        throw refusal();
    }

    @Override
    public final void destroySubcontext(String name) throws NamingException {
        throw refusal();
    }

    @Override
    public final Context createSubcontext(Name name) throws NamingException {
        throw refusal();
    }

    @Override
    public final Context createSubcontext(String name) throws NamingException {
        throw refusal();
    }

    @Override
    public final NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override
    public final NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override
    public final Name composeName(Name name, Name prefix) throws NamingException {
        return ((Name) prefix.clone()).addAll(name);
    }

    @Override
    public final String composeName(String name, String prefix) throws NamingException {
        return composeName(new CompositeName(name), new CompositeName(prefix)).toString();
    }

    @Override
    public final Object addToEnvironment(String name, Object value) {
        return environment.put(name, value);
    }

    @Override
    public final Object removeFromEnvironment(String name) {
        return environment.remove(name);
    }

    @Override
    public final Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    final Hashtable<Object, Object> environment() {
        return environment;
    }

    @Override
    public final void close() {
        // Nothing is held.
    }
}
