package io.carrick.samples.spring;

import io.carrick.jms.CarrickConnectionFactory;
import jakarta.jms.ConnectionFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.core.JmsTemplate;

/**
 * Carrick under Spring Boot: one bean, and {@link JmsTemplate} and {@link JmsListener} work.
 *
 * <p>Usage: {@code java -jar sample-spring-boot.jar [--carrick.uri=URI]}.
 */
@SpringBootApplication
public class OrdersApplication {
    private static final int ORDERS = 3;

    private final CountDownLatch received = new CountDownLatch(ORDERS);

    public static void main(String[] args) {
        SpringApplication.run(OrdersApplication.class, args).close();
    }

    /** The only line that knows Carrick, in a pool because Spring opens a session for every message that it sends. */
    @Bean(destroyMethod = "stop")
    JmsPoolConnectionFactory connectionFactory(@Value("${carrick.uri:amqp://localhost:5672}") String uri) {
        ConnectionFactory carrick = new CarrickConnectionFactory(uri);
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(carrick);
        return pool;
    }

    @Bean
    CommandLineRunner placeOrders(JmsTemplate template) {
        return arguments -> {
            for (int number = 1; number <= ORDERS; number++) {
                template.convertAndSend("sample.spring.orders", "order " + number);
            }
            if (!received.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException(received.getCount() + " orders were not received");
            }
        };
    }

    @JmsListener(destination = "sample.spring.orders", concurrency = "1")
    void receive(String order) {
        System.out.println("received " + order);
        received.countDown();
    }
}
