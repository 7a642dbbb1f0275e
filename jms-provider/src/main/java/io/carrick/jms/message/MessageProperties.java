package io.carrick.jms.message;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties of a message: those of the application, decoded when first asked for, and the provider's. */
final class MessageProperties {
    /** Of an ObjectMessage: whether its body is of AMQP's own types. */
    static final String TYPED_ENCODING = "JMS_AMQP_TYPED_ENCODING";

    private final Envelope envelope;
    /** Of a message received whose application properties were not changed; otherwise null. */
    private Sections received;

    private Map<String, Object> values;
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
        if (values == null) {
            values = decode(received.applicationProperties());
        }
        return values;
    }

    private static Map<String, Object> decode(AmqpReader in) throws JMSException {
        Map<String, Object> decoded = new LinkedHashMap<>();
        int left = in == null ? 0 : in.enterMap();
        for (; left > 0; left -= 2) {
            Object key = in.value();
            if (!(key instanceof String name)) {
                throw Malformed.at(in.position(), "the name of an application property is no string");
            }
            decoded.put(name, Conversions.propertyOf(in.value()));
        }
        return decoded;
    }

    Object get(String name) throws JMSException {
        if (name == null) {
            return null;
        }
        ProviderProperty provided = ProviderProperty.of(name);
        if (provided != null) {
            return provided.get(envelope);
        }
        return typedEncoding && name.equals(TYPED_ENCODING) ? Boolean.TRUE : values().get(name);
    }

    boolean exists(String name) throws JMSException {
        if (name == null) {
            return false;
        }
        ProviderProperty provided = ProviderProperty.of(name);
        boolean typed = typedEncoding && name.equals(TYPED_ENCODING);
        return provided == null ? typed || values().containsKey(name) : provided.get(envelope) != null;
    }

    List<String> names() throws JMSException {
        List<String> names = new ArrayList<>(values().keySet());
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
        readOnly = false;
        typedEncoding = false;
        for (ProviderProperty provided : ProviderProperty.values()) {
            provided.set(envelope, null);
        }
    }

    /** Writes the section; that of a message received as it came. */
    void write(AmqpWriter out) throws JMSException {
        if (received != null) {
            received.copyApplicationProperties(out);
        } else if (!values.isEmpty()) {
            out.section(Sections.APPLICATION_PROPERTIES);
            out.map(values);
        }
    }
}
