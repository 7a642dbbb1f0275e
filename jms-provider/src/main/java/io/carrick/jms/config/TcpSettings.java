package io.carrick.jms.config;

/**
 * Options of sockets; null where the operating system decides.
 *
 * @param noDelay no waiting for more to send
 * @param keepAlive probes by the operating system
 * @param sendBufferSize in bytes; null for its default
 * @param receiveBufferSize in bytes; null for its default
 * @param lingerSeconds null for none
 * @param trafficClass the type of service; null for its default
 * @param localAddress to connect from; null for any
 * @param localPort to connect from; 0 for any
 */
public record TcpSettings(
        boolean noDelay,
        boolean keepAlive,
        Integer sendBufferSize,
        Integer receiveBufferSize,
        Integer lingerSeconds,
        Integer trafficClass,
        String localAddress,
        int localPort) {}
