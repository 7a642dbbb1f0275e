package io.carrick.jms.client;

import jakarta.jms.IllegalStateException;

/**
 * A call into the application that the present thread is within: what a listener must not do (Jakarta Messaging 3.1,
 * sections 6.1.5, 6.2.15 and 7.3.5) is refused by asking here.
 */
record Callback(Kind kind, JmsSession session) {
    enum Kind {
        MESSAGE_LISTENER("message listener"),
        COMPLETION_LISTENER("completion listener");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private static final ThreadLocal<Callback> CURRENT = new ThreadLocal<>();

    /** Runs the call with the class loader that the session was created with, as the application expects it. */
    static void run(Kind kind, JmsSession session, Runnable call) {
        Callback outer = CURRENT.get();
        Thread thread = Thread.currentThread();
        ClassLoader outerLoader = thread.getContextClassLoader();
        CURRENT.set(new Callback(kind, session));
        thread.setContextClassLoader(session.classLoader());
        try {
            call.run();
        } finally {
            thread.setContextClassLoader(outerLoader);
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Whether the present thread is within a callback of that kind of the session. */
    static boolean within(Kind kind, JmsSession session) {
        Callback current = CURRENT.get();
        return current != null && current.kind == kind && current.session == session;
    }

    /** Refuses what a listener of the session must not do. */
    static void refuse(JmsSession session, String operation, Kind... kinds) throws IllegalStateException {
        for (Kind kind : kinds) {
            if (within(kind, session)) {
                throw new IllegalStateException(
                        "A " + kind.text + " must not call " + operation + " of its own session");
            }
        }
    }

    /** Refuses what a listener of any session of the connection must not do. */
    static void refuse(JmsConnection connection, String operation, Kind... kinds) throws IllegalStateException {
        Callback current = CURRENT.get();
        if (current == null || current.session.connection() != connection) {
            return;
        }
        for (Kind kind : kinds) {
            if (current.kind == kind) {
                throw new IllegalStateException(
                        "A " + kind.text + " must not call " + operation + " of its own connection");
            }
        }
    }
}
