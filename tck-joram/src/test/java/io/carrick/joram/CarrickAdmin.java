package io.carrick.joram;

import io.carrick.tck.process.BrokerProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import javax.jms.Session;
import javax.naming.Context;
import org.objectweb.jtests.jms.admin.Admin;

/**
 * What the suite asks of a broker: administered objects by name. All tests share one broker process, and every test has
 * an administrator of its own, whose destinations exist only for it: their names get a suffix that nothing else has.
 */
public final class CarrickAdmin implements Admin {
    private static final String FACTORY = "io.carrick.jms.CarrickConnectionFactory";
    private static BrokerProcess broker;

    private final String suffix = "." + UUID.randomUUID();
    private final Map<String, Object> objects = new HashMap<>();

    static void stopBroker() {
        if (broker != null) {
            broker.stop();
            broker = null;
        }
    }

    @Override
    public String getName() {
        return "Carrick";
    }

    @Override
    public void startServer() {
        if (broker == null) {
            broker = BrokerProcess.named("joram").start();
        }
    }

    /** Leaves the broker to the next test. */
    @Override
    public void stopServer() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public Context createContext() {
        return AdministeredObjects.context(objects);
    }

    /** By name, because the shaded classes exist only once their module is packaged. */
    private static ConnectionFactory factory() {
        try {
            return (ConnectionFactory) Class.forName(FACTORY)
                    .getConstructor(String.class)
                    .newInstance("amqp://127.0.0.1:" + broker.port()
                            + "?jms.deserializationPolicy.allowList=java.lang.*,java.util.*");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(FACTORY + " cannot be used", e);
        }
    }

    /** Makes something with a session that is closed again. */
    private interface Maker {
        Object make(Session session) throws JMSException;
    }

    private void bind(String name, Maker maker) {
        try (Connection connection = factory().createConnection()) {
            objects.put(name, maker.make(connection.createSession()));
        } catch (JMSException e) {
            throw new IllegalStateException("cannot create " + name, e);
        }
    }

    @Override
    public void createQueue(String name) {
        bind(name, session -> session.createQueue(name + suffix));
    }

    @Override
    public void createTopic(String name) {
        bind(name, session -> session.createTopic(name + suffix));
    }

    @Override
    public void createConnectionFactory(String name) {
        objects.put(name, factory());
    }

    @Override
    public void createQueueConnectionFactory(String name) {
        objects.put(name, factory());
    }

    @Override
    public void createTopicConnectionFactory(String name) {
        objects.put(name, factory());
    }

    @Override
    public void deleteQueue(String name) {
        objects.remove(name);
    }

    @Override
    public void deleteTopic(String name) {
        objects.remove(name);
    }

    @Override
    public void deleteConnectionFactory(String name) {
        objects.remove(name);
    }

    @Override
    public void deleteQueueConnectionFactory(String name) {
        objects.remove(name);
    }

    @Override
    public void deleteTopicConnectionFactory(String name) {
        objects.remove(name);
    }
}
