package io.carrick.jms.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.MessageListener;
import java.util.concurrent.Executor;

/**
 * The calls of the message listeners of a session: those of its consumers, and the one that an application server runs.
 * While one goes on, the session is its own; it ends only after that. Thread-safe.
 */
final class SessionListeners {
    private final ListenerDispatch dispatch;
    private final LoadedMessages loaded;
    private volatile MessageListener ofServer;

    SessionListeners(Executor threads, Reception reception) {
        dispatch = new ListenerDispatch(threads);
        loaded = new LoadedMessages(reception);
    }

    /** Calls the listeners of consumers. */
    ListenerDispatch dispatch() {
        return dispatch;
    }

    /** What the listener that an application server runs is to be given. */
    LoadedMessages loaded() {
        return loaded;
    }

    /** The listener that an application server runs; null for none. */
    MessageListener ofServer() {
        return ofServer;
    }

    void ofServer(MessageListener value) {
        ofServer = value;
    }

    /** Gives it all that is loaded, on the caller's thread. */
    void runServer() {
        loaded.run(ofServer);
    }

    void start() {
        dispatch.start();
    }

    /** Calls no more listeners of consumers until it is started again. Does not wait. */
    void stop() {
        dispatch.stop();
    }

    /** Calls no more listeners for good. Those being called notice nothing. */
    void close() {
        dispatch.close();
        loaded.close();
    }

    /** Waits for listeners that are being called by other threads. */
    void await(Deadline deadline) {
        dispatch.await(deadline.leftMillis());
        loaded.await(deadline.leftMillis());
    }

    /** Refuses what another thread than the one within a listener must not do (section 2.14). */
    void refuseElsewhere(String operation) throws IllegalStateException {
        if (dispatch.isElsewhere() || loaded.isElsewhere()) {
            throw new IllegalStateException("Another thread is within a message listener of the session; " + operation
                    + " must not be called meanwhile (section 2.14 of Jakarta Messaging)");
        }
    }
}
