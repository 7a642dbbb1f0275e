package io.carrick.jms.spring;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.HalfMessageResult;
import io.carrick.jms.half.LocalTransactionListener;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends half messages for the {@linkplain HalfMessageListener listeners} of the application. It has a {@link
 * HalfMessageProducer} for each of them, which is started and closed with the application context: the application answers
 * for its groups as long as it runs. One template for an application. Thread-safe.
 */
public final class HalfMessageTemplate implements SmartLifecycle, BeanFactoryAware {
    private final CarrickConnectionFactory factory;
    private ConfigurableListableBeanFactory beans;
    /** By group; empty while it does not run. */
    private volatile Map<String, HalfMessageProducer> producers = Map.of();

    private volatile boolean running;

    /** A template for a broker. Each group has a connection of its own. */
    public HalfMessageTemplate(CarrickConnectionFactory factory) {
        this.factory = Objects.requireNonNull(factory, "factory");
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = (ConfigurableListableBeanFactory) beanFactory;
    }

    /**
     * Sends a half message, runs the local transaction of the group's listener, and tells the broker its outcome, as {@link
     * HalfMessageProducer#send(String, Destination, Message, Object)} does.
     *
     * @param payload a text, a byte array, or a message
     * @param argument for {@link LocalTransactionListener#execute}
     * @throws IllegalArgumentException if no listener has this group
     * @throws JMSException if the half message was not stored, or is not known to be
     */
    public HalfMessageResult send(String group, String halfId, Destination destination, Object payload, Object argument)
            throws JMSException {
        HalfMessageProducer producer = producer(group);
        return producer.send(halfId, destination, message(producer, payload), argument);
    }

    private static Message message(HalfMessageProducer producer, Object payload) throws JMSException {
        if (payload instanceof Message message) {
            return message;
        }
        if (payload instanceof String text) {
            return producer.createTextMessage(text);
        }
        if (payload instanceof byte[] bytes) {
            BytesMessage message = producer.createBytesMessage();
            message.writeBytes(bytes);
            return message;
        }
        throw new MessageFormatException("A payload is a text, a byte array or a message, not "
                + (payload == null ? null : payload.getClass().getName()));
    }

    /**
     * The producer of a group, for what the template does not have: several messages with one outcome, options, later
     * decisions. It is not for the caller to close.
     *
     * @throws IllegalArgumentException if no listener has this group
     * @throws IllegalStateException if the application context does not run
     */
    public HalfMessageProducer producer(String group) {
        Map<String, HalfMessageProducer> current = producers;
        HalfMessageProducer producer = current.get(group);
        if (producer != null) {
            return producer;
        }
        if (!running) {
            throw new IllegalStateException("The half messages are not started, or stopped");
        }
        throw new IllegalArgumentException(
                "No listener has the producer group " + group + ", only " + current.keySet());
    }

    /**
     * Starts the producers.
     *
     * @throws IllegalStateException if a listener is none, a group has two, or the broker does not let one in
     */
    @Override
    public synchronized void start() {
        Map<String, HalfMessageProducer> started = new LinkedHashMap<>();
        try {
            for (String name : beans.getBeanNamesForAnnotation(HalfMessageListener.class)) {
                start(name, started);
            }
            producers = Map.copyOf(started);
            running = true;
        } finally {
            if (!running) {
                started.values().forEach(HalfMessageProducer::close);
            }
        }
    }

    private void start(String name, Map<String, HalfMessageProducer> started) {
        HalfMessageListener of = beans.findAnnotationOnBean(name, HalfMessageListener.class);
        Object bean = beans.getBean(name);
        if (of == null || !(bean instanceof LocalTransactionListener listener)) {
            throw new IllegalStateException("The bean " + name + " is a @HalfMessageListener but no "
                    + LocalTransactionListener.class.getSimpleName());
        }
        String group = beans.resolveEmbeddedValue(of.group());
        HalfMessageProducer producer = new HalfMessageProducer(factory, group, listener, of.concurrentChecks());
        if (started.putIfAbsent(group, producer) != null) {
            throw new IllegalStateException("The producer group " + group + " has another listener than " + name);
        }
        try {
            producer.start();
        } catch (JMSException e) {
            throw new IllegalStateException("The producer group " + group + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Closes the producers; checks under way are waited for. */
    @Override
    public synchronized void stop() {
        running = false;
        Map<String, HalfMessageProducer> last = producers;
        producers = Map.of();
        last.values().forEach(HalfMessageProducer::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
