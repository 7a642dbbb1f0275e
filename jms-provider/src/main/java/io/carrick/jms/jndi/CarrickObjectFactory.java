package io.carrick.jms.jndi;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickDestinationFactory;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/** Makes connection factories and destinations of the references that a directory, or a container's file, has of them. */
public final class CarrickObjectFactory implements ObjectFactory {

    /**
     * Makes the object.
     *
     * @return null if it is not a reference to one of Carrick's
     * @throws NamingException if an address of the reference is none of the options, or has a wrong value
     */
    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment)
            throws NamingException {
        if (object instanceof Reference reference
                && reference.getClassName().equals(CarrickConnectionFactory.class.getName())) {
            return connectionFactory(reference);
        }
        return new CarrickDestinationFactory().getObjectInstance(object, name, context, environment);
    }

    private static CarrickConnectionFactory connectionFactory(Reference reference) throws NamingException {
        Map<String, String> properties = new HashMap<>();
        for (RefAddr address : Collections.list(reference.getAll())) {
            if (address.getContent() instanceof String value && !isOfTheContainer(address.getType())) {
                properties.put(address.getType(), value);
            }
        }
        CarrickConnectionFactory factory = new CarrickConnectionFactory();
        try {
            factory.setProperties(properties);
        } catch (IllegalArgumentException e) {
            NamingException failure = new NamingException(e.getMessage());
            failure.setRootCause(e);
            throw failure;
        }
        return factory;
    }

    /** What Tomcat adds to the references of its resources. */
    private static boolean isOfTheContainer(String type) {
        return switch (type) {
            case "factory", "auth", "scope", "singleton", "description", "closeMethod" -> true;
            default -> false;
        };
    }
}
