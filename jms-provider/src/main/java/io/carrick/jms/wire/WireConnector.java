package io.carrick.jms.wire;

import jakarta.jms.JMSException;

/** Makes connections to a broker. */
public interface WireConnector {
    /**
     * Connects to the broker and authenticates, waiting as long as the settings of the connection say.
     *
     * @param listener told what happens to the connection from then on
     * @throws jakarta.jms.JMSSecurityException if the credentials are refused; at once, whatever failover is configured
     * @throws JMSException if no broker could be reached in time
     */
    WireConnection connect(Credentials credentials, WireConnectionListener listener) throws JMSException;
}
