package io.carrick.benchmarks.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** How a producer hands messages over and learns that the broker has them. Immutable, thread-safe. */
interface SendMode {

    /** Acknowledgement mode of the producer's session. */
    int sessionMode();

    /** Messages per transaction, 0 for none. */
    int batch(Settings.Load load);

    /** A way to send for one producer. */
    Sender open(Run run, Session session, MessageProducer producer);

    /** Sends on behalf of one producer. Not thread-safe. */
    interface Sender {
        /** Sends; returns when the next message may follow, which may be before this one is confirmed. */
        void send(BytesMessage message, Ticket ticket) throws JMSException, InterruptedException;

        /** Returns when everything sent is confirmed. */
        void flush() throws JMSException, InterruptedException;
    }

    /** Sends one message and waits for the broker's word on it. */
    static SendMode synchronous() {
        return new SynchronousSend();
    }

    /** Keeps up to a window of messages unconfirmed. */
    static SendMode windowed() {
        return new WindowedSend();
    }

    /** Sends in local transactions and waits for each commit. */
    static SendMode transacted() {
        return new TransactedSend();
    }
}
