package io.carrick.amqp.link;

import io.carrick.broker.Identity;

/**
 * Who connected, as the transport knows it.
 *
 * @param identity null if the client did not authenticate although it had to
 * @param remoteAddress for logs and the console
 * @param listener name of the listener
 * @param autoCreate whether the listener lets clients create addresses by using them
 */
public record RemoteClient(Identity identity, String remoteAddress, String listener, boolean autoCreate) {}
