package io.carrick.jms.jndi;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTopic;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;

/** Names, with those that share the part before a slash in a context of their own. */
@SuppressWarnings("BanJNDI")
final class NameContext extends ReadOnlyContext {
    private static final String DYNAMIC_QUEUES = "dynamicQueues/";
    private static final String DYNAMIC_TOPICS = "dynamicTopics/";

    private final String prefix;
    private final Map<String, Object> bindings;

    /**
     * A context.
     *
     * @param prefix of its names: empty, or ending in a slash
     * @param bindings by their names in full, of this context and others
     */
    NameContext(Hashtable<Object, Object> environment, String prefix, Map<String, Object> bindings) {
        super(environment);
        this.prefix = prefix;
        this.bindings = bindings;
    }

    @Override
    public Object lookup(String name) throws NamingException {
        if (name.isEmpty()) {
            return new NameContext(new Hashtable<>(environment()), prefix, bindings);
        }
        String fullName = prefix + name;
        Object bound = bindings.get(fullName);
        if (bound != null) {
            return bound;
        }
        if (isDynamic(fullName, DYNAMIC_QUEUES)) {
            return new CarrickQueue(fullName.substring(DYNAMIC_QUEUES.length()));
        }
        if (isDynamic(fullName, DYNAMIC_TOPICS)) {
            return new CarrickTopic(fullName.substring(DYNAMIC_TOPICS.length()));
        }
        String below = fullName + "/";
        if (bindings.keySet().stream().anyMatch(each -> each.startsWith(below))) {
            return new NameContext(new Hashtable<>(environment()), below, bindings);
        }
        throw new NameNotFoundException("'" + fullName + "' is not defined; there are "
                + String.join(", ", new TreeMap<>(bindings).keySet()) + ", dynamicQueues/ and dynamicTopics/");
    }

    private static boolean isDynamic(String name, String kind) {
        return name.startsWith(kind) && name.length() > kind.length();
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        return each(
                name,
                (below, object) -> new NameClassPair(below, object.getClass().getName()));
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        return list(name.toString());
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        return each(name, Binding::new);
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        return listBindings(name.toString());
    }

    private <T> NamingEnumeration<T> each(String name, BiFunction<String, Object, T> entry) throws NamingException {
        if (!(lookup(name) instanceof NameContext context)) {
            throw new NotContextException("'" + prefix + name + "' is no context");
        }
        Map<String, T> entries = new TreeMap<>();
        for (String fullName : context.bindings.keySet()) {
            if (fullName.startsWith(context.prefix)) {
                String below = fullName.substring(context.prefix.length()).split("/", 2)[0];
                entries.put(below, entry.apply(below, context.lookup(below)));
            }
        }
        return new Entries<>(Collections.enumeration(entries.values()));
    }

    @Override
    public String getNameInNamespace() throws NamingException {
        return prefix.isEmpty() ? "" : new CompositeName(prefix.substring(0, prefix.length() - 1)).toString();
    }
}
