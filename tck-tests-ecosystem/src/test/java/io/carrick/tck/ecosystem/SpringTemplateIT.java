package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.ConnectionObserver;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

@ExtendWith(SharedBroker.class)
@Timeout(60)
class SpringTemplateIT {
    private final CarrickConnectionFactory factory;
    private final CachingConnectionFactory caching;
    private final JmsTemplate template;
    private final AtomicInteger connections = new AtomicInteger();

    SpringTemplateIT(BrokerAddress broker) {
        factory = new CarrickConnectionFactory(broker.jmsUri());
        factory.setConnectionObserver(new ConnectionObserver() {
            @Override
            public void established(URI uri) {
                connections.incrementAndGet();
            }
        });
        caching = new CachingConnectionFactory(factory);
        template = new JmsTemplate(caching);
        template.setReceiveTimeout(5_000);
    }

    @AfterEach
    void close() {
        caching.destroy();
    }

    @Test
    void shouldSendAndReceiveOverOneConnectionIfItIsCached() {
        for (int i = 0; i < 50; i++) {
            template.convertAndSend("spring.template", "text " + i);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(template.receiveAndConvert("spring.template")).isEqualTo("text " + i);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void shouldSendAndReceiveOverAConnectionForEachCallIfItIsNotCached() {
        JmsTemplate uncached = new JmsTemplate(factory);
        uncached.setReceiveTimeout(5_000);
        uncached.convertAndSend("spring.uncached", "text");
        assertThat(uncached.receiveAndConvert("spring.uncached")).isEqualTo("text");
        await().untilAsserted(() -> assertThat(connections).hasValue(2));
    }

    @Test
    void shouldReceiveNothingFromAnEmptyQueue() {
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receive("spring.empty")).isNull();
        template.convertAndSend("spring.empty", "text");
        assertThat(template.receiveAndConvert("spring.empty")).isEqualTo("text");
        assertThat(template.receive("spring.empty")).isNull();
    }

    @Test
    void shouldReceiveWhatASelectorSelects() {
        for (String region : new String[] {"north", "south"}) {
            template.convertAndSend("spring.selected", region, message -> {
                message.setStringProperty("region", region);
                return message;
            });
        }
        assertThat(template.receiveSelectedAndConvert("spring.selected", "region = 'south'"))
                .isEqualTo("south");
        assertThat(template.receiveAndConvert("spring.selected")).isEqualTo("north");
    }

    @Test
    void shouldSendWithTheQualityOfServiceOfTheTemplate() throws JMSException {
        template.setExplicitQosEnabled(true);
        template.setPriority(7);
        template.setTimeToLive(60_000);
        template.setDeliveryDelay(10);
        template.convertAndSend("spring.quality", "text");
        Message received = template.receive("spring.quality");
        assertThat(received).isNotNull();
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSExpiration()).isPositive();
        assertThat(received.getJMSDeliveryTime()).isGreaterThanOrEqualTo(received.getJMSTimestamp() + 10);
    }

    @Test
    void shouldGetAnAnswerToEachRequest() throws JMSException {
        DefaultMessageListenerContainer server = new DefaultMessageListenerContainer();
        server.setConnectionFactory(factory);
        server.setDestinationName("spring.requests");
        server.setMessageListener((SessionAwareMessageListener<TextMessage>) SpringTemplateIT::answer);
        server.afterPropertiesSet();
        server.start();
        try {
            for (int i = 0; i < 20; i++) {
                String request = "request " + i;
                Message answer =
                        template.sendAndReceive("spring.requests", session -> session.createTextMessage(request));
                assertThat(answer).isNotNull();
                assertThat(answer.getBody(String.class)).isEqualTo("answer to " + request);
            }
        } finally {
            server.destroy();
        }
    }

    private static void answer(TextMessage request, Session session) throws JMSException {
        TextMessage answer = session.createTextMessage("answer to " + request.getText());
        answer.setJMSCorrelationID(request.getJMSMessageID());
        try (var producer = session.createProducer(request.getJMSReplyTo())) {
            producer.send(answer);
        }
    }
}
