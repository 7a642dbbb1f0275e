package io.carrick.jms.half;

import io.carrick.jms.message.CarrickMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;

/**
 * The broker's question how a local transaction ended.
 *
 * @param id the half id
 * @param group the producer group
 * @param message the message, or the first one if there are several of the half id; for reading
 * @param checks how often the answer was "unknown" so far
 * @param born when the half message was stored, by the broker's clock
 * @param messages how many messages the half id has
 */
public record HalfMessageCheck(String id, String group, Message message, int checks, Instant born, int messages) {
    /** @throws JMSException if the broker does not say what the protocol has it say */
    static HalfMessageCheck of(CarrickMessage question) throws JMSException {
        return new HalfMessageCheck(
                (String) annotation(question, "x-opt-half-id", String.class),
                (String) annotation(question, "x-opt-half-group", String.class),
                question,
                ((Number) annotation(question, "x-opt-half-checks", Number.class)).intValue(),
                Instant.ofEpochMilli(((Number) annotation(question, "x-opt-half-born", Number.class)).longValue()),
                ((Number) annotation(question, "x-opt-half-messages", Number.class)).intValue());
    }

    private static Object annotation(CarrickMessage question, String name, Class<?> type) throws JMSException {
        Object value = question.deliveryAnnotation(name);
        if (!type.isInstance(value)) {
            throw new JMSException("The delivery annotation " + name + " of a check-back is " + value);
        }
        return value;
    }
}
