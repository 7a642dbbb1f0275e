package io.carrick.jms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.security.Principal;
import java.util.Optional;

/** An open byte connection to a broker. To be used by its event loop only, except where said otherwise. */
public interface Transport {
    /** Where buffers for {@link #write} are best taken from. Thread-safe. */
    ByteBufAllocator allocator();

    /** Appends bytes to what is to be sent; they are released when they were, or the connection is lost. */
    void write(ByteBuf bytes);

    /** Sends what was written. */
    void flush();

    /** Whether less waits to be sent than the high-water mark. Thread-safe. */
    boolean isWritable();

    /** Stops or continues to read from the socket, so that the broker slows down. */
    void setReading(boolean reading);

    /** Whether the bytes are encrypted, and the broker was authenticated unless the settings renounce that. */
    boolean isSecure();

    /** The subject of the certificate that the client showed in the TLS handshake. */
    Optional<Principal> localPrincipal();

    /**
     * Sends what was written and closes; {@link TransportListener#closed} follows. Idempotent and thread-safe.
     */
    void close();
}
