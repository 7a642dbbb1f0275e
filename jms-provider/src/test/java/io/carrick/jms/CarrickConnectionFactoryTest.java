package io.carrick.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.jndi.CarrickObjectFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ServerSocket;
import java.util.Map;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import org.junit.jupiter.api.Test;

class CarrickConnectionFactoryTest {

    @Test
    void shouldShowWhatTheUriSays() {
        CarrickConnectionFactory factory = new CarrickConnectionFactory(
                "amqp://u:p@host?jms.clientID=c&jms.deserializationPolicy.allowList=a.*,b");

        assertThat(factory.getUsername()).isEqualTo("u");
        assertThat(factory.getPassword()).isEqualTo("p");
        assertThat(factory.getClientID()).isEqualTo("c");
        assertThat(factory.getDeserializationAllowList()).isEqualTo("a.*,b");
    }

    @Test
    void shouldPreferPropertiesToTheUriInAnyOrder() {
        CarrickConnectionFactory factory = new CarrickConnectionFactory();
        factory.setUsername("v");
        factory.setProperty("failover.randomize", "true");
        factory.setBrokerURL("failover:(amqp://u:p@host)?jms.clientID=c");

        assertThat(factory.getUsername()).isEqualTo("v");
        factory.setUsername(null);
        assertThat(factory.getUsername()).isEqualTo("u");
        assertThat(factory.getRemoteURI()).isEqualTo("failover:(amqp://u:p@host)?jms.clientID=c");
    }

    @Test
    void shouldRefuseWhatIsWrongAtOnce() {
        CarrickConnectionFactory factory = new CarrickConnectionFactory();

        assertThatThrownBy(() -> new CarrickConnectionFactory("tcp://host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tcp");
        assertThatThrownBy(() -> factory.setProperty("prefetch", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jms.prefetchPolicy.all");
        assertThatThrownBy(() -> factory.setProperties(Map.of("transport.trustAll", "maybe")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("true or false");
        assertThat(factory.getProperties()).containsOnlyKeys("remoteURI");
    }

    @Test
    void shouldRefuseWhatDoesNotFitTogetherWhenItConnects() {
        CarrickConnectionFactory factory = new CarrickConnectionFactory("amqp://host");
        factory.setProperty("failover.randomize", "true");

        assertThatThrownBy(factory::createConnection)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("failover.randomize");
        assertThatThrownBy(factory::createContext)
                .isInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining("failover.randomize");
    }

    @Test
    void shouldSayWhyThereIsNoConnection() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        CarrickConnectionFactory factory = new CarrickConnectionFactory("amqp://localhost:" + port);

        assertThatThrownBy(factory::createConnection)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("nobody listens there");
    }

    @Test
    void shouldSurviveSerialization() throws Exception {
        CarrickConnectionFactory factory = new CarrickConnectionFactory("u", "p", "amqp://host");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            CarrickConnectionFactory read = (CarrickConnectionFactory) in.readObject();

            assertThat(read.getProperties()).isEqualTo(factory.getProperties());
            read.setClientID("c");
            assertThat(read.getClientID()).isEqualTo("c");
        }
    }

    @Test
    void shouldBeMadeOfItsReference() throws Exception {
        CarrickConnectionFactory factory = new CarrickConnectionFactory("u", "p", "amqp://host");
        Reference reference = factory.getReference();
        reference.add(new StringRefAddr("auth", "Container"));

        Object made = new CarrickObjectFactory().getObjectInstance(reference, null, null, null);
        assertThat(made).isInstanceOf(CarrickConnectionFactory.class);
        assertThat(((CarrickConnectionFactory) made).getProperties()).isEqualTo(factory.getProperties());
    }

    @Test
    void shouldMakeDestinationsOfTheirReferencesAndNothingOfOthers() throws Exception {
        CarrickObjectFactory factory = new CarrickObjectFactory();

        assertThat(factory.getObjectInstance(new CarrickTopic("t").getReference(), null, null, null))
                .isEqualTo(new CarrickTopic("t"));
        assertThat(factory.getObjectInstance(new Reference("other.Class"), null, null, null))
                .isNull();
        assertThat(factory.getObjectInstance("text", null, null, null)).isNull();
    }

    @Test
    void shouldSayWhatIsWrongAboutAReference() {
        Reference reference = new CarrickConnectionFactory().getReference();
        reference.add(new StringRefAddr("colour", "blue"));

        assertThatThrownBy(() -> new CarrickObjectFactory().getObjectInstance(reference, null, null, null))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("jms.colour");
    }
}
