package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one kind of client sends, another kind reads: JMS and the AMQP clients of other languages. */
@ExtendWith(SharedBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class CrossClientIT {
    private static final long PATIENCE_MILLIS = 10_000;

    private final BrokerAddress broker;
    private final Map<ClientKind, ClientAgent> agents = new EnumMap<>(ClientKind.class);
    private final Map<ClientKind, ClientConnection> connections = new EnumMap<>(ClientKind.class);
    private JMSContext jms;

    CrossClientIT(BrokerAddress broker) {
        this.broker = broker;
    }

    @BeforeAll
    void connect() {
        jms = new JmsConnectionFactory(broker.jmsUri() + "?jms.requestTimeout=20000").createContext();
        for (ClientKind kind : ClientKind.values()) {
            agents.put(kind, ClientAgent.start(kind));
            connections.put(kind, agents.get(kind).connection().open(broker));
        }
    }

    @AfterAll
    void close() {
        connections.values().forEach(ClientConnection::close);
        agents.values().forEach(ClientAgent::close);
        jms.close();
    }

    private Queue freshQueue() {
        return jms.createQueue("cross." + UUID.randomUUID());
    }

    private ReceivedMessage receive(ClientKind kind, Queue queue) throws JMSException {
        ReceivedMessage message =
                connections.get(kind).receiver(queue.getQueueName()).receive();
        message.accept();
        return message;
    }

    private Message receive(Queue queue) {
        try (JMSConsumer consumer = jms.createConsumer(queue)) {
            Message message = consumer.receive(PATIENCE_MILLIS);
            assertThat(message).isNotNull();
            return message;
        }
    }

    private void send(ClientKind kind, Queue queue, OutgoingMessage message) throws JMSException {
        assertThat(connections
                        .get(kind)
                        .sender(queue.getQueueName())
                        .send(message)
                        .accepted())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldReadTextMessageWithItsHeadersAndProperties(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        TextMessage text = jms.createTextMessage("grüße");
        text.setJMSCorrelationID("corr-1");
        text.setJMSType("greeting");
        text.setStringProperty("s", "v");
        text.setIntProperty("i", 7);
        text.setBooleanProperty("b", true);
        text.setDoubleProperty("d", 1.5);
        jms.createProducer().setPriority(7).send(queue, text);

        ReceivedMessage received = receive(kind, queue);

        assertThat(received.text()).isEqualTo("grüße");
        assertThat(received.field("correlation-id")).isEqualTo("corr-1");
        assertThat(received.field("subject")).isEqualTo("greeting");
        assertThat(received.field("priority")).isEqualTo("7");
        assertThat(received.property("s")).isEqualTo("string:v");
        assertThat(received.property("i")).isEqualTo("number:7");
        assertThat(received.property("b")).isEqualTo("bool:true");
        assertThat(received.property("d")).isEqualTo("number:1.5");
        assertThat(received.annotation("x-opt-jms-msg-type")).isEqualTo("number:5");
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldReadMapMessageAsMap(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        MapMessage map = jms.createMapMessage();
        map.setString("name", "bolt");
        map.setLong("count", 12L);
        jms.createProducer().send(queue, map);

        ReceivedMessage received = receive(kind, queue);

        assertThat(received.element("name")).isEqualTo("string:bolt");
        assertThat(received.element("count")).isEqualTo("number:12");
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldReadBytesMessageAsData(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        BytesMessage bytes = jms.createBytesMessage();
        bytes.writeBytes(new byte[] {0, 1, -1});
        jms.createProducer().send(queue, bytes);

        assertThat(receive(kind, queue).body()).isEqualTo("data:0001ff");
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldReadStreamMessageAsList(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        StreamMessage stream = jms.createStreamMessage();
        stream.writeString("first");
        stream.writeInt(2);
        jms.createProducer().send(queue, stream);

        ReceivedMessage received = receive(kind, queue);

        assertThat(received.element("0")).isEqualTo("string:first");
        assertThat(received.element("1")).isEqualTo("number:2");
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldCarryObjectMessageAsBytesThatNobodyLooksInto(ClientKind kind) throws JMSException, IOException {
        Queue queue = freshQueue();
        jms.createProducer().send(queue, jms.createObjectMessage("serialized"));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(expected)) {
            out.writeObject("serialized");
        }

        ReceivedMessage received = receive(kind, queue);

        assertThat(received.body()).isEqualTo("data:" + HexFormat.of().formatHex(expected.toByteArray()));
        assertThat(received.field("content-type")).isEqualTo("application/x-java-serialized-object");
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldShowStringBodyAsTextMessage(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        send(
                kind,
                queue,
                OutgoingMessage.text("hello")
                        .field("subject", "greeting")
                        .field("correlation-id", "c-9")
                        .field("priority", "8")
                        .property("n", "int:3")
                        .property("s", "string:x"));

        Message received = receive(queue);

        assertThat(received).isInstanceOf(TextMessage.class);
        assertThat(received.getBody(String.class)).isEqualTo("hello");
        assertThat(received.getJMSType()).isEqualTo("greeting");
        assertThat(received.getJMSCorrelationID()).isEqualTo("c-9");
        assertThat(received.getJMSPriority()).isEqualTo(8);
        assertThat(received.getIntProperty("n")).isEqualTo(3);
        assertThat(received.getStringProperty("s")).isEqualTo("x");
        assertThat(received.getJMSRedelivered()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldShowDataAsBytesMessage(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        send(kind, queue, OutgoingMessage.body("data:cafe"));

        Message received = receive(queue);

        assertThat(received).isInstanceOf(BytesMessage.class);
        assertThat(received.getBody(byte[].class)).containsExactly(0xca, 0xfe);
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldShowAnnotatedMapAsMapMessage(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        send(
                kind,
                queue,
                OutgoingMessage.body("map:").element("k", "string:v").annotation("x-opt-jms-msg-type", "byte:2"));

        Message received = receive(queue);

        assertThat(received).isInstanceOf(MapMessage.class);
        assertThat(((MapMessage) received).getString("k")).isEqualTo("v");
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldSelectByPropertiesThatAnotherClientSet(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        send(kind, queue, OutgoingMessage.text("no").property("region", "string:north"));
        send(kind, queue, OutgoingMessage.text("yes").property("region", "string:south"));

        try (JMSConsumer consumer = jms.createConsumer(queue, "region LIKE 's%'")) {
            assertThat(consumer.receiveBody(String.class, PATIENCE_MILLIS)).isEqualTo("yes");
        }
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void shouldAnswerJmsRequestOverTemporaryQueue(ClientKind kind) throws JMSException {
        Queue queue = freshQueue();
        Queue replies = jms.createTemporaryQueue();
        JMSConsumer replyConsumer = jms.createConsumer(replies);
        jms.createProducer().setJMSReplyTo(replies).setJMSCorrelationID("r-1").send(queue, "ping");

        ReceivedMessage request = receive(kind, queue);
        ClientConnection service = connections.get(kind);
        assertThat(service.anonymousSender()
                        .send(OutgoingMessage.text("pong")
                                .field("to", request.field("reply-to"))
                                .field("correlation-id", request.field("correlation-id")))
                        .accepted())
                .isTrue();

        Message reply = replyConsumer.receive(PATIENCE_MILLIS);
        assertThat(reply.getBody(String.class)).isEqualTo("pong");
        assertThat(reply.getJMSCorrelationID()).isEqualTo("r-1");
        replyConsumer.close();
    }

    @Test
    void shouldCarryHundredMegabytesThroughASmallHeap() {
        String queue = "cross.large." + UUID.randomUUID();
        long size = 100L << 20;
        assertThat(connections
                        .get(ClientKind.PROTON_PYTHON)
                        .sender(queue)
                        .send(OutgoingMessage.sized(size))
                        .accepted())
                .isTrue();

        ReceivedMessage received =
                connections.get(ClientKind.PROTON_CPP).receiver(queue).receive();

        assertThat(received.field("size")).isEqualTo(String.valueOf(size));
        assertThat(received.field("adler32")).isEqualTo(String.valueOf(Pattern251.adler32(size)));
        received.accept();
    }

    @Test
    void shouldReadBackAnObjectMessageOnlyInJms() throws JMSException {
        Queue queue = freshQueue();
        jms.createProducer().send(queue, jms.createObjectMessage(42));

        ObjectMessage received = (ObjectMessage) receive(queue);

        assertThat(received.getObject()).isEqualTo(42);
    }
}
