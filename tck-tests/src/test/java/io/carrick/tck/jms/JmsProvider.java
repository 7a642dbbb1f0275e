package io.carrick.tck.jms;

import io.carrick.tck.process.BrokerAddress;
import jakarta.jms.ConnectionFactory;
import java.util.Arrays;
import java.util.stream.Stream;

/** A JMS provider that the specification's tests are run with. */
public enum JmsProvider {
    /** The provider of this project. */
    CARRICK(
            "io.carrick.jms.CarrickConnectionFactory",
            "?jms.requestTimeout=8000&jms.sendTimeout=8000&jms.closeTimeout=8000&jms.connectTimeout=8000"
                    + "&jms.deserializationPolicy.allowList=java.lang.*,java.util.*"),
    /** Qpid JMS, as a second opinion; blocking calls are limited so that a missing answer fails instead of hanging. */
    QPID(
            "org.apache.qpid.jms.JmsConnectionFactory",
            "?jms.requestTimeout=8000&jms.sendTimeout=8000&jms.closeTimeout=8000&jms.connectTimeout=8000");

    private final String className;
    private final String options;

    JmsProvider(String className, String options) {
        this.className = className;
        this.options = options;
    }

    /** The providers on the class path, or those that {@code -Dcarrick.jms.provider=NAME[,NAME]} names. */
    static Stream<JmsProvider> underTest() {
        String chosen = System.getProperty("carrick.jms.provider", "");
        return chosen.isBlank()
                ? Stream.of(values()).filter(JmsProvider::onClassPath)
                : Arrays.stream(chosen.split(",")).map(name -> valueOf(name.trim()));
    }

    /** Whether the provider's connection factory can be loaded. */
    boolean onClassPath() {
        try {
            Class.forName(className, false, JmsProvider.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** The URI with which the provider connects to a broker. */
    String uri(BrokerAddress broker) {
        return broker.jmsUri() + options;
    }

    /** A new connection factory of the provider; it also implements the factories of the domain-specific API. */
    ConnectionFactory connectionFactory(String uri) {
        try {
            return (ConnectionFactory)
                    Class.forName(className).getConstructor(String.class).newInstance(uri);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " cannot be used for the tests", e);
        }
    }
}
