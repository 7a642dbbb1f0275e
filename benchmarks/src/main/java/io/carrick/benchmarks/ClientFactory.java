package io.carrick.benchmarks;

import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;

/** Makes a client library's connection factory by its class name. Stateless. */
final class ClientFactory {
    private ClientFactory() {}

    /**
     * Calls the constructor {@code (String uri)} that the common client libraries have.
     *
     * @throws IllegalArgumentException if there is no such class on the class path, it is no connection factory, has no
     *     such constructor, or does not accept the URI
     */
    static ConnectionFactory create(String className, String uri) {
        try {
            return Class.forName(className)
                    .asSubclass(ConnectionFactory.class)
                    .getConstructor(String.class)
                    .newInstance(uri);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(className + " refuses " + uri + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    className + " is not a jakarta.jms.ConnectionFactory with a constructor (String): " + e, e);
        }
    }
}
