package io.carrick.jms.half;

import io.carrick.jms.client.HalfMessageConnection;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.message.MessageFactory;
import io.carrick.jms.message.MessageSettings;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;

/** A connection without a broker, which notes what it is asked to do. */
final class FakeConnection implements HalfMessageConnection {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile JMSException prepareFailure;
    volatile JMSException decideFailure;
    volatile JMSException lostAsItJoins;
    volatile Member member;

    @Override
    public MessageFactory messages() {
        return new MessageFactory(MessageSettings.DEFAULT);
    }

    @Override
    public void prepare(Destination to, Message message, Terms terms) throws JMSException {
        calls.add("prepare " + terms.group() + "/" + terms.id() + " after " + terms.checkAfterMillis());
        if (prepareFailure != null) {
            throw prepareFailure;
        }
    }

    @Override
    public void decide(String group, String id, String decision) throws JMSException {
        calls.add(decision + " " + group + "/" + id);
        if (decideFailure != null) {
            throw decideFailure;
        }
    }

    @Override
    public Membership join(String group, int limit, Member joining) {
        calls.add("join " + group + " for " + limit);
        member = joining;
        if (lostAsItJoins != null) {
            joining.lost(lostAsItJoins);
        }
        return () -> calls.add("leave");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    /** Asks as the broker does. */
    Settlement ask(String id) throws JMSException {
        org.apache.qpid.proton.message.Message question = org.apache.qpid.proton.message.Message.Factory.create();
        question.setDeliveryAnnotations(new DeliveryAnnotations(Map.of(
                Symbol.valueOf("x-opt-half-id"),
                id,
                Symbol.valueOf("x-opt-half-group"),
                "orders",
                Symbol.valueOf("x-opt-half-checks"),
                2,
                Symbol.valueOf("x-opt-half-born"),
                1_700_000_000_000L,
                Symbol.valueOf("x-opt-half-messages"),
                3)));
        question.setBody(new AmqpValue("text of " + id));
        return member.asked(received(question));
    }

    CarrickMessage received(org.apache.qpid.proton.message.Message message) throws JMSException {
        byte[] buffer = new byte[1000];
        int length = message.encode(buffer, 0, buffer.length);
        return messages().decode(new Received(Arrays.copyOf(buffer, length)), null);
    }

    private record Received(byte[] encoded) implements InboundDelivery {
        @Override
        public boolean isCurrent() {
            return true;
        }
    }
}
