package io.carrick.jms.opentelemetry;

import io.carrick.jms.message.CarrickMessage;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import jakarta.jms.JMSException;
import java.util.Collection;

/** The annotations of a message as what carries a context. */
final class MessageAnnotations {
    static final TextMapSetter<CarrickMessage> SETTER = (message, name, value) -> message.setAnnotation(name, value);

    static final TextMapGetter<CarrickMessage> GETTER = new TextMapGetter<>() {
        @Override
        public String get(CarrickMessage message, String name) {
            try {
                return message != null && message.annotation(name) instanceof String value ? value : null;
            } catch (JMSException e) {
                throw new IllegalArgumentException("The annotation " + name + " of a message cannot be read", e);
            }
        }
    };

    private MessageAnnotations() {}

    /** What a message that is sent on brought along is not of its new context. */
    static void remove(Collection<String> names, CarrickMessage message) {
        names.forEach(name -> message.setAnnotation(name, null));
    }
}
