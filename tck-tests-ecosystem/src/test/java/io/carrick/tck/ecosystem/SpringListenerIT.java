package io.carrick.tck.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

@ExtendWith(SharedBroker.class)
@Timeout(60)
class SpringListenerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CarrickConnectionFactory factory;
    private final CachingConnectionFactory caching;
    private final JmsTemplate template;
    private final Received received = new Received();
    private final DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();

    SpringListenerIT(BrokerAddress broker) {
        factory = new CarrickConnectionFactory(broker.jmsUri());
        caching = new CachingConnectionFactory(factory);
        template = new JmsTemplate(caching);
        template.setReceiveTimeout(5_000);
    }

    @AfterEach
    void close() {
        container.destroy();
        caching.destroy();
    }

    private void listen(DefaultMessageListenerContainer to, String destination, Object listener) {
        to.setConnectionFactory(factory);
        to.setDestinationName(destination);
        to.setMessageListener(listener);
        to.afterPropertiesSet();
        to.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CACHE_NONE", "CACHE_CONNECTION", "CACHE_SESSION", "CACHE_CONSUMER"})
    void shouldGetEachMessageOnceBetweenPollsThatEndEmpty(String cacheLevel) {
        String queue = "spring.polled." + cacheLevel;
        container.setReceiveTimeout(5);
        container.setCacheLevelName(cacheLevel);
        container.setSessionTransacted(true);
        listen(container, queue, (MessageListener) received::add);
        for (int i = 0; i < 50; i++) {
            int expected = i + 1;
            template.convertAndSend(queue, "text " + i);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> received.texts().size() >= expected);
        }
        assertThat(received.texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "text " + i).toList());
    }

    @Test
    void shouldLeaveTheMessagesItHasNotTakenToOthersWhenItStops() {
        listen(container, "spring.stopped", (MessageListener) received::add);
        template.convertAndSend("spring.stopped", "first");
        await().atMost(PATIENCE).until(() -> received.texts().size() == 1);
        container.shutdown();
        template.convertAndSend("spring.stopped", "second");
        assertThat(template.receiveAndConvert("spring.stopped")).isEqualTo("second");
        assertThat(received.texts()).containsExactly("first");
    }

    @Test
    void shouldRollBackWhatAFailedListenerReceivedAndSent() {
        List<Integer> deliveries = new CopyOnWriteArrayList<>();
        container.setSessionTransacted(true);
        SessionAwareMessageListener<TextMessage> listener = (message, session) -> {
            deliveries.add(message.getIntProperty("JMSXDeliveryCount"));
            send(session, "spring.results", "result " + deliveries.size());
            if (deliveries.size() < 3) {
                throw new IllegalStateException("not yet");
            }
        };
        listen(container, "spring.failing", listener);
        template.convertAndSend("spring.failing", "text");
        assertThat(template.receiveAndConvert("spring.results")).isEqualTo("result 3");
        assertThat(deliveries).containsExactly(1, 2, 3);
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receive("spring.results")).isNull();
    }

    private static void send(Session session, String queue, String text) throws JMSException {
        try (var producer = session.createProducer(session.createQueue(queue))) {
            producer.send(session.createTextMessage(text));
        }
    }

    @Test
    void shouldGrowToFiveConsumersAndProcessEachMessageOnce() {
        container.setConcurrency("3-5");
        CountDownLatch five = new CountDownLatch(5);
        MessageListener listener = message -> {
            five.countDown();
            awaitAll(five);
            received.add(message);
        };
        listen(container, "spring.concurrent", listener);
        await().atMost(PATIENCE).until(() -> container.getActiveConsumerCount() == 3);
        for (int i = 0; i < 200; i++) {
            template.convertAndSend("spring.concurrent", "text " + i);
        }
        await().atMost(PATIENCE).until(() -> received.different().size() == 200);
        assertThat(received.texts()).hasSize(200);
    }

    private static void awaitAll(CountDownLatch all) {
        try {
            if (!all.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException(all.getCount() + " consumers have no message");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void shouldKeepADurableSubscriptionBetweenContainers() {
        JmsTemplate publisher = new JmsTemplate(caching);
        publisher.setPubSubDomain(true);
        subscribe(container);
        await().atMost(PATIENCE).until(container::isRegisteredWithDestination);
        publisher.convertAndSend("spring.prices", "first");
        await().atMost(PATIENCE).until(() -> received.texts().size() == 1);
        container.shutdown();
        publisher.convertAndSend("spring.prices", "second");
        DefaultMessageListenerContainer next = new DefaultMessageListenerContainer();
        subscribe(next);
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(received.texts()).containsExactly("first", "second"));
        } finally {
            next.destroy();
        }
    }

    private void subscribe(DefaultMessageListenerContainer subscriber) {
        subscriber.setPubSubDomain(true);
        subscriber.setSubscriptionDurable(true);
        subscriber.setSubscriptionName("spring-durable");
        subscriber.setClientId("spring-client");
        listen(subscriber, "spring.prices", (MessageListener) received::add);
    }
}
