package io.carrick.jms.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/**
 * Deserialises what a policy allows, with the classes of the thread's context class loader. A class that is not allowed
 * is not even loaded.
 */
final class FilteredObjectInputStream extends ObjectInputStream {
    private final DeserializationPolicy policy;

    /** A stream over these bytes; with no policy anything is allowed. */
    FilteredObjectInputStream(InputStream in, DeserializationPolicy policy) throws IOException {
        super(in);
        this.policy = policy;
        if (policy != null) {
            setObjectInputFilter(ObjectInputFilter.merge(policy.filter(), ObjectInputFilter.Config.getSerialFilter()));
        }
    }

    private void requireAllowed(String className) throws InvalidClassException {
        if (policy != null && !policy.allows(className)) {
            throw new InvalidClassException(className, "the class is not on the list of those allowed");
        }
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        requireAllowed(description.getName());
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return context == null
                    ? super.resolveClass(description)
                    : Class.forName(description.getName(), false, context);
        } catch (ClassNotFoundException e) {
            return super.resolveClass(description);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? getClass().getClassLoader() : context;
        Class<?>[] classes = new Class<?>[interfaces.length];
        for (int i = 0; i < interfaces.length; i++) {
            requireAllowed(interfaces[i]);
            classes[i] = Class.forName(interfaces[i], false, loader);
        }
        try {
            return Proxy.newProxyInstance(loader, classes, (proxy, method, arguments) -> null)
                    .getClass();
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("No proxy class for " + String.join(", ", interfaces), e);
        }
    }
}
