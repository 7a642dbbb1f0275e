package io.carrick.jms.message;

import jakarta.jms.JMSException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The properties of a message: those of the application, decoded when first asked for, and the provider's. */
final class MessageProperties {
    /** Of an ObjectMessage: whether its body is of AMQP's own types. */
    static final String TYPED_ENCODING = "JMS_AMQP_TYPED_ENCODING";

    private final Envelope envelope;
    /** Of a message received whose application properties were not changed; otherwise null. */
    private Sections received;

    private Map<String, Object> values;
    /** Application properties by which another client made it a half message; to be read, but never sent on. */
    private Map<String, Object> ofHalfMessage = Map.of();

    private boolean readOnly;
    private boolean typedEncoding;

    MessageProperties(Envelope envelope, Sections received) {
        this.envelope = envelope;
        this.received = received;
        readOnly = received != null;
        values = received == null ? Map.of() : null;
    }

    /** Enters what an ObjectMessage keeps itself, to be seen as a property of the provider. */
    void setTypedEncoding(boolean typed) {
        typedEncoding = typed;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    private Map<String, Object> values() throws JMSException {
        decode();
        return values;
    }

    private Map<String, Object> ofHalfMessage() throws JMSException {
        decode();
        return ofHalfMessage;
    }

    private void decode() throws JMSException {
        if (values != null) {
            return;
        }
        AmqpReader in = received.applicationProperties();
        Map<String, Object> decoded = new LinkedHashMap<>();
        Map<String, Object> half = new LinkedHashMap<>();
        int left = in == null ? 0 : in.enterMap();
        for (; left > 0; left -= 2) {
            Object key = in.value();
            if (!(key instanceof String name)) {
                throw Malformed.at(in.position(), "the name of an application property is no string");
            }
            (ProviderProperty.makesHalfMessage(name) ? half : decoded).put(name, Conversions.propertyOf(in.value()));
        }
        values = decoded;
        ofHalfMessage = half;
    }

    Object get(String name) throws JMSException {
        if (name == null) {
            return null;
        }
        ProviderProperty provided = ProviderProperty.of(name);
        if (provided != null) {
            Object value = provided.get(envelope);
            return value == null && ProviderProperty.makesHalfMessage(name)
                    ? ofHalfMessage().get(name)
                    : value;
        }
        return typedEncoding && name.equals(TYPED_ENCODING) ? Boolean.TRUE : values().get(name);
    }

    boolean exists(String name) throws JMSException {
        if (name == null) {
            return false;
        }
        boolean typed = typedEncoding && name.equals(TYPED_ENCODING);
        return ProviderProperty.of(name) == null ? typed || values().containsKey(name) : get(name) != null;
    }

    Collection<String> names() throws JMSException {
        Set<String> names = new LinkedHashSet<>(values().keySet());
        names.addAll(ofHalfMessage.keySet());
        for (ProviderProperty provided : ProviderProperty.values()) {
            if (provided.get(envelope) != null) {
                names.add(provided.propertyName());
            }
        }
        if (typedEncoding) {
            names.add(TYPED_ENCODING);
        }
        return names;
    }

    /** Sets a property whose name and type were checked. */
    void set(String name, Object value) throws JMSException {
        ProviderProperty provided = ProviderProperty.of(name);
        if (provided != null) {
            provided.set(envelope, value);
            return;
        }
        if (values().isEmpty()) {
            values = new LinkedHashMap<>();
        }
        received = null;
        values.put(name, value);
    }

    /** Removes all, and lets them be set. */
    void clear() throws JMSException {
        received = null;
        values = Map.of();
        ofHalfMessage = Map.of();
        readOnly = false;
        typedEncoding = false;
        for (ProviderProperty provided : ProviderProperty.values()) {
            provided.set(envelope, null);
        }
    }

    /** Writes the section; that of a message received as it came, if nothing of it has to be left out. */
    void write(AmqpWriter out) throws JMSException {
        if (received != null && !wasMadeHalfMessage()) {
            received.copyApplicationProperties(out);
        } else if (!values().isEmpty()) {
            out.section(Sections.APPLICATION_PROPERTIES);
            out.map(values());
        }
    }

    private boolean wasMadeHalfMessage() throws JMSException {
        AmqpReader in = received.applicationProperties();
        for (int left = in == null ? 0 : in.enterMap(); left > 0; left -= 2) {
            if (in.value() instanceof String name && ProviderProperty.makesHalfMessage(name)) {
                return true;
            }
            in.skip();
        }
        return false;
    }
}
