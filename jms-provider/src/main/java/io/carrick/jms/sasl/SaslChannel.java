package io.carrick.jms.sasl;

/**
 * What is known of the socket that is authenticated.
 *
 * @param host of the broker
 * @param secure whether it is encrypted
 * @param certificate whether the client showed a certificate
 */
public record SaslChannel(String host, boolean secure, boolean certificate) {}
