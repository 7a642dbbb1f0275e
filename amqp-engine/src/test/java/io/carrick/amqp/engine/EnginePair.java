package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.transport.Open;

/** A client's and a server's engine, joined by buffers. */
final class EnginePair {
    static final ConnectionLimits LIMITS = new ConnectionLimits(1024, 15, 63, 64, 60_000);

    final EngineSide client = new EngineSide("client", LIMITS);
    final EngineSide server = new EngineSide("server", LIMITS);

    EnginePair() {
        server.answersOpen = open -> server.connection.open(new Open());
    }

    /** A pair whose connection is open, and whose events start from there. */
    static EnginePair opened() {
        EnginePair pair = new EnginePair();
        Open open = new Open();
        open.setHostname("example.org");
        pair.client.connection.open(open);
        pair.run();
        pair.client.events.clear();
        pair.server.events.clear();
        return pair;
    }

    /** Moves bytes until both sides are silent. */
    void run() {
        do {
            server.connection.flush(server.now);
            client.connection.flush(client.now);
            server.read(client, Integer.MAX_VALUE);
            client.read(server, Integer.MAX_VALUE);
        } while (client.out.isReadable() || server.out.isReadable());
    }
}
