package io.carrick.jms.wire;

import jakarta.jms.JMSException;
import java.net.URI;

/** Told what happens to a connection, by its I/O thread. */
public interface WireConnectionListener {
    /** The socket is lost; the connection is being restored. What was delivered over it can no longer be settled. */
    void interrupted(URI broker, JMSException cause);

    /** The connection, its sessions and their links are there again. */
    void restored(URI broker);

    /** The connection is lost for good; told once, after every session and link was told. */
    void failed(JMSException cause);
}
