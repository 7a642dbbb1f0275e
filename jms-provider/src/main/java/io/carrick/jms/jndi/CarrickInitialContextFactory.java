package io.carrick.jms.jndi;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTopic;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/**
 * A context of the names that its properties define:
 *
 * <ul>
 *   <li>{@code connectionfactory.NAME = URI}
 *   <li>{@code property.connectionfactory.NAME.OPTION = VALUE}, with the options of {@link
 *       CarrickConnectionFactory#setProperty}
 *   <li>{@code queue.NAME = ADDRESS} and {@code topic.NAME = ADDRESS}
 *   <li>{@code dynamicQueues/ADDRESS} and {@code dynamicTopics/ADDRESS} are there without being defined
 * </ul>
 *
 * The properties are those of the environment, such as a {@code jndi.properties}, and of the file that {@code
 * java.naming.provider.url} names, unless that is the URI of a broker. If no connection factory is defined, there is
 * {@code ConnectionFactory}, for the URI of {@code java.naming.provider.url} or {@code amqp://localhost:5672}.
 */
public final class CarrickInitialContextFactory implements InitialContextFactory {
    private static final String FACTORY = "connectionfactory.";
    private static final String FACTORY_PROPERTY = "property.connectionfactory.";
    private static final String QUEUE = "queue.";
    private static final String TOPIC = "topic.";
    private static final String DEFAULT_FACTORY = "ConnectionFactory";

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        Map<String, String> properties = new TreeMap<>();
        String provider = text(environment.get(Context.PROVIDER_URL));
        if (provider != null && !isBroker(provider)) {
            read(provider).forEach((name, value) -> properties.put(name.toString(), value.toString()));
        }
        environment.forEach((name, value) -> {
            if (value instanceof String definition) {
                properties.put(name.toString(), definition);
            }
        });
        try {
            Map<String, Object> bindings = bindings(properties, provider);
            return new NameContext(new Hashtable<>(environment), "", bindings);
        } catch (IllegalArgumentException e) {
            throw failure(e.getMessage(), e);
        }
    }

    private static Map<String, Object> bindings(Map<String, String> properties, String provider) {
        Map<String, Object> bindings = new HashMap<>();
        each(properties, QUEUE, (name, address) -> bindings.put(name, new CarrickQueue(address)));
        each(properties, TOPIC, (name, address) -> bindings.put(name, new CarrickTopic(address)));
        Map<String, CarrickConnectionFactory> factories = new TreeMap<>();
        each(properties, FACTORY, (name, uri) -> factories.put(name, new CarrickConnectionFactory(uri)));
        if (factories.isEmpty()) {
            factories.put(
                    DEFAULT_FACTORY,
                    provider != null && isBroker(provider)
                            ? new CarrickConnectionFactory(provider)
                            : new CarrickConnectionFactory());
        }
        each(properties, FACTORY_PROPERTY, (name, value) -> configure(factories, name, value));
        bindings.putAll(factories);
        return bindings;
    }

    private static void configure(Map<String, CarrickConnectionFactory> factories, String name, String value) {
        for (Map.Entry<String, CarrickConnectionFactory> factory : factories.entrySet()) {
            if (name.startsWith(factory.getKey() + ".")) {
                factory.getValue().setProperty(name.substring(factory.getKey().length() + 1), value);
                return;
            }
        }
        throw new IllegalArgumentException(
                FACTORY_PROPERTY + name + " is about a connection factory that is not defined");
    }

    private static void each(Map<String, String> properties, String prefix, BiConsumer<String, String> binding) {
        properties.forEach((name, value) -> {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                binding.accept(name.substring(prefix.length()), value.strip());
            }
        });
    }

    private static boolean isBroker(String url) {
        return url.matches("(?i)(amqp|amqps|amqpws|amqpwss|failover):.*");
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** Reads a file by path, URL or name of a resource on the class path. */
    private static Properties read(String location) throws NamingException {
        Properties properties = new Properties();
        try (InputStream stream = open(location)) {
            properties.load(stream);
        } catch (IOException | IllegalArgumentException e) {
            throw failure(
                    "java.naming.provider.url names neither a broker nor a file that can be read: " + location, e);
        }
        return properties;
    }

    private static InputStream open(String location) throws IOException {
        if (location.matches("[a-z]{2,}:.*")) {
            return URI.create(location).toURL().openStream();
        }
        Path file = Path.of(location);
        if (Files.exists(file)) {
            return Files.newInputStream(file);
        }
        InputStream resource = Thread.currentThread().getContextClassLoader().getResourceAsStream(location);
        if (resource == null) {
            throw new FileNotFoundException(location);
        }
        return resource;
    }

    private static NamingException failure(String message, Exception cause) {
        NamingException failure = new NamingException(message);
        failure.setRootCause(cause);
        return failure;
    }
}
