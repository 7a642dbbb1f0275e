package io.carrick.tck.peer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A peer that misbehaves while a client connects and begins a session. */
class ConnectingIT extends PeerTest {

    @Test
    void shouldFailWhenTheConnectionIsCutBeforeTheAnswerToOpen() {
        broker.authenticate();
        broker.script().expectOpen();
        broker.script().dropAfterLastHandler();

        failure(this::open);
    }

    @Test
    void shouldFailWhenOpenIsNotAnswered() {
        broker.authenticate();
        broker.script().expectOpen();

        failure(this::open);
    }

    @Test
    void shouldFailWhenNothingIsAnswered() {
        broker.script().expectSASLHeader();

        failure(this::open);
    }

    @Test
    void shouldFailWhenThePeerSpeaksAnotherProtocol() {
        broker.script().expectSASLHeader();
        broker.script()
                .remoteBytes()
                .withBytes("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .queue();
        broker.endsAnyhow();

        failure(this::open);
    }

    @Test
    void shouldFailWhenThePeerSendsAFrameOfGarbage() {
        broker.authenticate();
        broker.script().expectOpen();
        broker.script()
                .remoteBytes()
                .withBytes(new byte[] {0, 0, 0, 16, 2, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8})
                .queue();
        broker.script().expectClose();
        broker.endsAnyhow();

        failure(this::open);
    }

    @Test
    void shouldFailWhenThePeerAnnouncesAFrameOfTwoGigabytes() {
        broker.authenticate();
        broker.script().expectOpen();
        broker.script()
                .remoteBytes()
                .withBytes(new byte[] {0x7f, -1, -1, -1, 2, 0, 0, 0})
                .queue();
        broker.script().expectClose();
        broker.endsAnyhow();

        failure(this::open);
    }

    @Test
    void shouldNotTryAgainWhenTheCredentialsAreRefused() {
        broker.script().expectFailingSASLPlainConnect((byte) 1);
        String uri = broker.start().replace("amqp://", "amqp://user:wrong@");

        JMSException refused = failure(() -> new io.carrick.jms.CarrickConnectionFactory(uri).createConnection());

        assertThat(refused).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldFailWhenNoMechanismFits() {
        broker.script().expectSaslMechanismNegotiationFailure("GSSAPI");

        assertThat(failure(this::open)).isInstanceOf(JMSSecurityException.class);
    }

    private void refuseOpen(String condition, Map<String, Object> info) {
        broker.authenticate();
        broker.script().expectOpen();
        broker.script()
                .remoteOpen()
                .withProperty("amqp:connection-establishment-failed", true)
                .queue();
        broker.script()
                .remoteClose()
                .withErrorCondition(condition, "refused by the script", info)
                .queue();
        broker.endsAnyhow();
        broker.script().expectClose().optional();
    }

    @Test
    void shouldSayThatTheClientIdentifierIsInUse() {
        refuseOpen("amqp:invalid-field", Map.of("invalid-field", "container-id"));

        assertThat(failure(this::open)).isInstanceOf(InvalidClientIDException.class);
    }

    @Test
    void shouldSayThatTheUserMayNotConnect() {
        refuseOpen("amqp:unauthorized-access", Map.of());

        assertThat(failure(this::open))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("refused by the script");
    }

    @Test
    void shouldSayThatThePeerHasNoResources() {
        refuseOpen("amqp:resource-limit-exceeded", Map.of());

        assertThat(failure(this::open)).isInstanceOf(ResourceAllocationException.class);
    }

    @Test
    void shouldTellTheExceptionListenerWhenAnIdleConnectionIsCut() throws Exception {
        broker.connect();
        broker.script().dropAfterLastHandler(50);
        open();

        assertThat(problems.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void shouldTellTheExceptionListenerWhenAnIdleConnectionIsForcedToClose() throws Exception {
        broker.connect();
        broker.script()
                .remoteClose()
                .withErrorCondition("amqp:connection:forced", "closed by the script")
                .queue()
                .afterDelay(50);
        broker.script().expectClose();
        broker.endsAnyhow();
        open();

        assertThat(problems.poll(5, TimeUnit.SECONDS)).isNotNull().hasMessageContaining("closed by the script");
        failure(connection::createSession);
    }

    @Test
    void shouldFailWhenBeginIsNotAnswered() throws Exception {
        broker.connect();
        broker.script().expectBegin();
        open();

        failure(connection::createSession);
    }

    @Test
    void shouldFailWhenTheSessionIsEndedAtOnce() throws Exception {
        broker.connect();
        broker.script().expectBegin().respond();
        broker.script()
                .remoteEnd()
                .withErrorCondition("amqp:not-allowed", "ended by the script")
                .queue();
        broker.endsAnyhow();
        broker.script().expectEnd();
        open();

        failure(() -> openProducer(connection.createSession()));
    }

    @Test
    void shouldCloseWhenCloseIsNotAnswered() throws Exception {
        broker.connect();
        broker.script().expectClose();
        open();

        outcome(connection::close);
        broker.assertScriptCompleted();
    }

    @Test
    void shouldCloseWhenTheConnectionIsCutInstead() throws Exception {
        broker.connect().session();
        broker.script().expectEnd().optional();
        broker.script().expectClose();
        broker.script().dropAfterLastHandler();
        openSession();

        outcome(connection::close);
    }

    @Test
    void shouldEndTheSessionWhenEndIsNotAnswered() throws Exception {
        broker.connect().session();
        broker.script().expectEnd();
        var session = openSession();

        outcome(session::close);
    }
}
