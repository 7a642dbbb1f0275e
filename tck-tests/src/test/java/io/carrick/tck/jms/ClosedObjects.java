package io.carrick.tck.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The calls of each interface that must throw once the object is closed, by name. */
final class ClosedObjects {
    private static final CompletionListener IGNORE = new CompletionListener() {
        @Override
        public void onCompletion(Message message) {}

        @Override
        public void onException(Message message, Exception exception) {}
    };

    private ClosedObjects() {}

    static Map<String, ThrowingCallable> callsOf(Session session, Queue queue, Topic topic) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("Session.createMessage", session::createMessage);
        calls.put("Session.createTextMessage", session::createTextMessage);
        calls.put("Session.createTextMessage(text)", () -> session.createTextMessage("x"));
        calls.put("Session.createBytesMessage", session::createBytesMessage);
        calls.put("Session.createMapMessage", session::createMapMessage);
        calls.put("Session.createObjectMessage", session::createObjectMessage);
        calls.put("Session.createStreamMessage", session::createStreamMessage);
        calls.put("Session.getTransacted", session::getTransacted);
        calls.put("Session.getAcknowledgeMode", session::getAcknowledgeMode);
        calls.put("Session.commit", session::commit);
        calls.put("Session.rollback", session::rollback);
        calls.put("Session.recover", session::recover);
        calls.put("Session.getMessageListener", session::getMessageListener);
        calls.put("Session.setMessageListener", () -> session.setMessageListener(message -> {}));
        calls.put("Session.createProducer", () -> session.createProducer(queue));
        calls.put("Session.createConsumer", () -> session.createConsumer(queue));
        calls.put("Session.createSharedConsumer", () -> session.createSharedConsumer(topic, "s"));
        calls.put("Session.createDurableConsumer", () -> session.createDurableConsumer(topic, "s"));
        calls.put("Session.createSharedDurableConsumer", () -> session.createSharedDurableConsumer(topic, "s"));
        calls.put("Session.createBrowser", () -> session.createBrowser(queue));
        calls.put("Session.createQueue", () -> session.createQueue("q"));
        calls.put("Session.createTopic", () -> session.createTopic("t"));
        calls.put("Session.createTemporaryQueue", session::createTemporaryQueue);
        calls.put("Session.createTemporaryTopic", session::createTemporaryTopic);
        calls.put("Session.unsubscribe", () -> session.unsubscribe("s"));
        return calls;
    }

    static Map<String, ThrowingCallable> callsOf(MessageConsumer consumer) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("MessageConsumer.receive()", consumer::receive);
        calls.put("MessageConsumer.receive(timeout)", () -> consumer.receive(1));
        calls.put("MessageConsumer.receiveNoWait", consumer::receiveNoWait);
        calls.put("MessageConsumer.getMessageSelector", consumer::getMessageSelector);
        calls.put("MessageConsumer.getMessageListener", consumer::getMessageListener);
        calls.put("MessageConsumer.setMessageListener", () -> consumer.setMessageListener(message -> {}));
        return calls;
    }

    static Map<String, ThrowingCallable> callsOf(MessageProducer producer, Queue queue, Message message) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("MessageProducer.send", () -> producer.send(message));
        calls.put("MessageProducer.send(options)", () -> producer.send(message, DeliveryMode.PERSISTENT, 4, 0));
        calls.put("MessageProducer.send(listener)", () -> producer.send(message, IGNORE));
        calls.put("MessageProducer.send(destination)", () -> producer.send(queue, message));
        calls.put("MessageProducer.getDestination", producer::getDestination);
        calls.put("MessageProducer.getDeliveryMode", producer::getDeliveryMode);
        calls.put("MessageProducer.setDeliveryMode", () -> producer.setDeliveryMode(DeliveryMode.PERSISTENT));
        calls.put("MessageProducer.getPriority", producer::getPriority);
        calls.put("MessageProducer.setPriority", () -> producer.setPriority(4));
        calls.put("MessageProducer.getTimeToLive", producer::getTimeToLive);
        calls.put("MessageProducer.setTimeToLive", () -> producer.setTimeToLive(1));
        calls.put("MessageProducer.getDeliveryDelay", producer::getDeliveryDelay);
        calls.put("MessageProducer.setDeliveryDelay", () -> producer.setDeliveryDelay(1));
        calls.put("MessageProducer.getDisableMessageID", producer::getDisableMessageID);
        calls.put("MessageProducer.setDisableMessageID", () -> producer.setDisableMessageID(true));
        calls.put("MessageProducer.getDisableMessageTimestamp", producer::getDisableMessageTimestamp);
        calls.put("MessageProducer.setDisableMessageTimestamp", () -> producer.setDisableMessageTimestamp(true));
        return calls;
    }
}
