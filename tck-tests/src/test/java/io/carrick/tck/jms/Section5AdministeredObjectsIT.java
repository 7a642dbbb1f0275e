package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;

/** Administered objects. */
@Specification("5")
class Section5AdministeredObjectsIT extends JmsSpecification {

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    private static Object lookUp(Object original) throws Exception {
        Reference reference = ((Referenceable) original).getReference();
        return NamingManager.getObjectInstance(reference, null, null, null);
    }

    @Test
    @Specification("5.1")
    void shouldBeSerializableAndReferenceable() {
        for (Object administered : List.of(factory, queue, topic)) {
            assertThat(administered).isInstanceOf(Serializable.class).isInstanceOf(Referenceable.class);
        }
    }

    @Test
    @Specification("5.1")
    void shouldConnectWithADeserializedFactory() throws Exception {
        ConnectionFactory copy = (ConnectionFactory) copy(factory);

        try (Connection opened = copy.createConnection()) {
            opened.start();
        }
    }

    @Test
    @Specification("5.1")
    void shouldConnectWithAFactoryFromItsReference() throws Exception {
        ConnectionFactory found = (ConnectionFactory) lookUp(factory);

        try (Connection opened = found.createConnection()) {
            opened.start();
        }
    }

    @Test
    @Specification("5.1")
    void shouldSendToDestinationsFromSerialFormAndReference() throws Exception {
        for (Object found : List.of(copy(queue), lookUp(queue))) {
            assertThat(found).isEqualTo(queue).hasSameHashCodeAs(queue);
            send((Queue) found, "found");
            assertThat(receive(queue).getBody(String.class)).isEqualTo("found");
        }
        for (Object found : List.of(copy(topic), lookUp(topic))) {
            assertThat(found).isEqualTo(topic).hasSameHashCodeAs(topic);
            assertThat(((Topic) found).getTopicName()).isEqualTo(topic.getTopicName());
        }
    }

    @Test
    @Specification("5.2")
    void shouldCompareDestinationsByKindAndName() throws JMSException {
        assertThat(session.createQueue("name")).isEqualTo(session.createQueue("name"));
        assertThat(session.createQueue("name")).isNotEqualTo(session.createQueue("other"));
        assertThat((Object) session.createQueue("name")).isNotEqualTo(session.createTopic("name"));
        assertThat(session.createQueue("name").getQueueName()).isEqualTo("name");
        assertThat(session.createTopic("name").getTopicName()).isEqualTo("name");
        assertThat(session.createQueue("name").toString()).contains("name");
    }

    @Test
    @Specification("5.3")
    void shouldBeAFactoryOfEveryApi() throws JMSException {
        assertThat(factory).isInstanceOf(QueueConnectionFactory.class).isInstanceOf(TopicConnectionFactory.class);
        closing(((QueueConnectionFactory) factory).createQueueConnection());
        closing(((TopicConnectionFactory) factory).createTopicConnection());
        closing(factory.createContext());
    }

    @Test
    @Specification("5.3")
    void shouldSupportConcurrentUseOfAFactory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> connects = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                connects.add(() -> {
                    try (Connection opened = factory.createConnection()) {
                        return opened.createSession() != null;
                    }
                });
            }
            for (Future<Boolean> connected : threads.invokeAll(connects)) {
                assertThat(connected.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
