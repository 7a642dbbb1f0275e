package io.carrick.amqp.engine;

import java.util.function.Consumer;

/** The sessions of a connection by the channel numbers of both sides. */
final class Channels {
    private final IntTable<Session> byLocal = new IntTable<>();
    private final IntTable<Session> byRemote = new IntTable<>();
    private volatile int count;

    /** The lowest channel number that this side does not use. */
    int free() {
        int channel = 0;
        while (byLocal.get(channel) != null) {
            channel++;
        }
        return channel;
    }

    /** A session has been begun by this side. */
    void add(Session session) {
        byLocal.put(session.localChannel(), session);
        count = byLocal.size();
    }

    /** The peer has begun its half of the session. */
    void connect(int remoteChannel, Session session) {
        byRemote.put(remoteChannel, session);
    }

    /** The peer has ended the session, which this side has ended too. */
    void remove(Session session) {
        byRemote.remove(session.remoteChannel());
        byLocal.remove(session.localChannel());
        count = byLocal.size();
    }

    /** Number of sessions; may be called from any thread. */
    int count() {
        return count;
    }

    /** The session of a frame that came in, null if there is none. */
    Session remote(int channel) {
        return byRemote.get(channel);
    }

    /** The session that this side has on a channel, null if there is none. */
    Session local(int channel) {
        return byLocal.get(channel);
    }

    /** Visits a snapshot of all sessions. */
    void forEach(Consumer<Session> visitor) {
        byLocal.forEach(visitor);
    }
}
