package io.carrick.tck.process;

/**
 * Where a broker listens for AMQP.
 *
 * @param host host name or address
 * @param port port of a plain AMQP listener
 */
public record BrokerAddress(String host, int port) {

    /** The URI for Qpid JMS, with prefetch and other options left at the client's defaults. */
    public String jmsUri() {
        return "amqp://" + host + ":" + port;
    }
}
