package io.carrick.jms;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/** Makes destinations of the references that {@link CarrickDestination#getReference} gave to a JNDI directory. */
public final class CarrickDestinationFactory implements ObjectFactory {
    static final String ADDRESS = "address";

    /**
     * Makes the destination.
     *
     * @return null if the object is not a reference to a destination of Carrick
     * @throws NamingException if the reference names no address
     */
    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment)
            throws NamingException {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        String className = reference.getClassName();
        if (className.equals(CarrickQueue.class.getName())) {
            return new CarrickQueue(address(reference));
        }
        if (className.equals(CarrickTopic.class.getName())) {
            return new CarrickTopic(address(reference));
        }
        if (className.equals(CarrickTemporaryQueue.class.getName())) {
            return new CarrickTemporaryQueue(address(reference), null);
        }
        if (className.equals(CarrickTemporaryTopic.class.getName())) {
            return new CarrickTemporaryTopic(address(reference), null);
        }
        return null;
    }

    private static String address(Reference reference) throws NamingException {
        RefAddr address = reference.get(ADDRESS);
        if (address == null || address.getContent() == null) {
            throw new NamingException("The reference to a " + reference.getClassName() + " names no address");
        }
        return address.getContent().toString();
    }
}
