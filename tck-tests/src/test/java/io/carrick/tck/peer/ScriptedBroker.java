package io.carrick.tck.peer;

import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;

/**
 * A peer that answers a client by a script: the usual parts of a conversation by name, and the driver for what is not
 * usual. The parts are written before {@link #start()}. Not thread-safe.
 */
final class ScriptedBroker implements AutoCloseable {
    /** What the time-outs of the client under test are set to. */
    static final long TIME_OUT_MILLIS = 700;

    private final ProtonTestServer peer = new ProtonTestServer();
    private boolean endsAnyhow;

    /** The driver, for steps that are not usual. */
    ProtonTestServer script() {
        return peer;
    }

    /** Lets the client authenticate without name. */
    ScriptedBroker authenticate() {
        peer.expectSASLAnonymousConnect();
        return this;
    }

    /** Lets the client connect, with the capabilities of Carrick. */
    ScriptedBroker connect() {
        authenticate();
        peer.expectOpen()
                .respond()
                .withOfferedCapabilities(
                        "sole-connection-for-container", "DELAYED_DELIVERY", "ANONYMOUS-RELAY", "SHARED-SUBS");
        return this;
    }

    /** Lets the client begin a session. */
    ScriptedBroker session() {
        peer.expectBegin().respond();
        return this;
    }

    /** Lets the client attach a sender and gives it credit. */
    ScriptedBroker sender() {
        senderWithoutCredit();
        peer.remoteFlow().withLinkCredit(10).queue();
        return this;
    }

    /** Lets the client attach a sender that will wait for credit. */
    ScriptedBroker senderWithoutCredit() {
        peer.expectAttach().ofSender().respond();
        return this;
    }

    /** Lets the client attach a receiver. */
    ScriptedBroker receiver() {
        peer.expectAttach().ofReceiver().respond();
        return this;
    }

    /** Lets the client attach to the coordinator of transactions. */
    ScriptedBroker coordinator() {
        peer.expectCoordinatorAttach().respond();
        peer.remoteFlow().withLinkCredit(10).queue();
        return this;
    }

    /** Listens; returns the URI with time-outs that let a missing answer be noticed soon. */
    String start() {
        peer.start();
        return "amqp://127.0.0.1:" + peer.getServerURI().getPort()
                + "?jms.requestTimeout=" + TIME_OUT_MILLIS
                + "&jms.sendTimeout=" + TIME_OUT_MILLIS
                + "&jms.closeTimeout=" + TIME_OUT_MILLIS
                + "&jms.connectTimeout=" + 2 * TIME_OUT_MILLIS
                + "&amqp.drainTimeout=" + TIME_OUT_MILLIS;
    }

    /** Fails if the client did not keep to the script. */
    void assertScriptCompleted() {
        peer.waitForScriptToComplete(5, TimeUnit.SECONDS);
    }

    /**
     * Fails if the client did something that the script does not have, or did not come to the script's end. Not for a
     * script that {@link #endsAnyhow()}.
     */
    void assertKeptByClient() {
        if (!endsAnyhow) {
            assertScriptCompleted();
        }
    }

    /**
     * Says that the rest of the script is optional: the broker breaks off by itself, and what the client does until it
     * notices is its own affair.
     */
    ScriptedBroker endsAnyhow() {
        endsAnyhow = true;
        return this;
    }

    @Override
    public void close() {
        peer.close();
    }
}
