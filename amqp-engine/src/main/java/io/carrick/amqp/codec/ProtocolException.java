package io.carrick.amqp.codec;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The peer broke the protocol: says which endpoint must end, and with which error condition (part 2, section 2.8). */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Endpoint endpoint;
    private final transient Symbol condition;

    public ProtocolException(Endpoint endpoint, Symbol condition, String text) {
        super(text);
        this.endpoint = endpoint;
        this.condition = condition;
    }

    /** An error that ends the connection. */
    public static ProtocolException connection(Symbol condition, String text) {
        return new ProtocolException(Endpoint.CONNECTION, condition, text);
    }

    /** An error that ends the session. */
    public static ProtocolException session(Symbol condition, String text) {
        return new ProtocolException(Endpoint.SESSION, condition, text);
    }

    /** An error that detaches the link. */
    public static ProtocolException link(Symbol condition, String text) {
        return new ProtocolException(Endpoint.LINK, condition, text);
    }

    /** Data that could not be decoded: where the next value begins is unknown, so the connection must end. */
    public static ProtocolException decode(String text) {
        return connection(AmqpError.DECODE_ERROR, text);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** The condition and the text in the form that close, end and detach carry. */
    public ErrorCondition error() {
        return new ErrorCondition(condition, getMessage());
    }

    /** The endpoint at which the error belongs. */
    public enum Endpoint {
        CONNECTION,
        SESSION,
        LINK
    }
}
