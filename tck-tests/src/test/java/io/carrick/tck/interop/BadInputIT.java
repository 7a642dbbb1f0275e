package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrick.tck.client.AmqpException;
import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.ConnectionOptions;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.client.SendOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wrong requests: each gets the condition that the contract names, and another client, connected all the time, notices
 * nothing.
 */
@ExtendWith(SecuredBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BadInputIT {
    private static final String SASL_HEADER = "414d515003010000";
    private static final String AMQP_HEADER = "414d515000010000";

    private final SecuredBroker.Running broker;
    private final String bystanderQueue = "open.bystander." + UUID.randomUUID();
    private ClientAgent rhea;
    private ClientAgent python;
    private ClientConnection bystander;
    private ClientSender bystanderSender;
    private ClientReceiver bystanderReceiver;

    BadInputIT(SecuredBroker.Running broker) {
        this.broker = broker;
    }

    @BeforeAll
    void connectBystander() {
        rhea = ClientAgent.start(ClientKind.RHEA);
        python = ClientAgent.start(ClientKind.PROTON_PYTHON);
        bystander = alice(rhea).open(broker.listener("amqp"));
        bystanderSender = bystander.sender(bystanderQueue);
        bystanderReceiver = bystander.receiver(bystanderQueue);
    }

    @AfterAll
    void disconnect() {
        bystander.close();
        rhea.close();
        python.close();
    }

    @AfterEach
    void theOtherClientMustNotNotice() {
        assertThat(bystanderSender.send("still here").accepted()).isTrue();
        assertThat(bystanderReceiver.acceptTexts(1)).containsExactly("still here");
    }

    private static ConnectionOptions alice(ClientAgent agent) {
        return agent.connection()
                .credentials(SecuredBroker.ALICE, SecuredBroker.ALICE_PASSWORD)
                .virtualHost("localhost")
                .mechanisms("PLAIN");
    }

    @Test
    void shouldNotFindUnknownAddressWithAutoCreationOff() {
        ClientConnection connection = alice(rhea).open(broker.listener("strict"));

        for (Runnable unknown :
                new Runnable[] {() -> connection.sender("never-made"), () -> connection.receiver("never-made")}) {
            AmqpException refused = catchThrowableOfType(AmqpException.class, unknown::run);
            assertThat(refused).isNotNull();
            assertThat(refused.condition()).isEqualTo("amqp:not-found");
            assertThat(refused.description()).contains("never-made");
        }
        SendOutcome outcome =
                connection.anonymousSender().send(OutgoingMessage.text("x").field("to", "never-made"));
        assertThat(outcome.name()).isEqualTo("rejected");
        assertThat(outcome.condition()).isEqualTo("amqp:not-found");

        assertThat(connection.sender("known").send("exists").accepted()).isTrue();
        assertThat(connection.receiver("known").acceptTexts(1)).containsExactly("exists");
        connection.close();
    }

    @Test
    void shouldNotFindUnknownVirtualHost() {
        AmqpException refused = catchThrowableOfType(
                AmqpException.class,
                () -> alice(python).virtualHost("elsewhere.example").open(broker.listener("amqp")));

        assertThat(refused).isNotNull();
        assertThat(refused.condition()).isEqualTo("amqp:not-found");
        assertThat(refused.description()).contains("elsewhere.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = ",
                "a BETWEEN 1",
                "a = 'open",
                "a LIKE 5",
                "(a = 1",
                "a = 1)",
                "NOT",
                "a IN ()",
                "a & b",
                "1 + 2"
            })
    void shouldRefuseBadSelectorWithItsText(String selector) {
        ClientConnection connection = alice(rhea).open(broker.listener("amqp"));

        AmqpException refused = catchThrowableOfType(
                AmqpException.class,
                () -> connection
                        .link()
                        .address(bystanderQueue)
                        .selector(selector)
                        .openReceiver());

        assertThat(refused).isNotNull();
        assertThat(refused.condition()).isEqualTo("amqp:invalid-field");
        assertThat(refused.description()).isNotBlank();
        connection.close();
    }

    @Test
    void shouldRefuseOversizedMessageAndTakeTheNextConnection() {
        ClientConnection connection = alice(python).open(broker.listener("amqp"));
        ClientSender sender = connection.sender("sized.queue");
        assertThat(sender.send(OutgoingMessage.sized(SecuredBroker.MESSAGE_SIZE_MAX / 2))
                        .accepted())
                .isTrue();

        String condition;
        try {
            condition = sender.send(OutgoingMessage.sized(SecuredBroker.MESSAGE_SIZE_MAX * 4L))
                    .condition();
        } catch (AmqpException detached) {
            condition = detached.condition();
        }

        assertThat(condition).isEqualTo("amqp:link:message-size-exceeded");
        ReceivedMessage only = connection.receiver("sized.queue").receive();
        assertThat(only.field("size")).isEqualTo(String.valueOf(SecuredBroker.MESSAGE_SIZE_MAX / 2));
        only.accept();
        connection.close();
    }

    @Test
    void shouldRefuseUnknownTransaction() {
        ClientConnection connection = alice(python).open(broker.listener("amqp"));
        ClientSender sender = connection.sender("open.transactions");

        AmqpException refused = catchThrowableOfType(
                AmqpException.class, () -> sender.sendWithTransactionId(OutgoingMessage.text("x"), "0badf00d"));

        assertThat(refused).isNotNull();
        assertThat(refused.condition()).isEqualTo("amqp:transaction:unknown-id");
        connection.close();
    }

    @Test
    void shouldServeClientWithFramesOfTheSmallestSize() {
        ClientConnection connection = alice(rhea).open(broker.listener("small"));
        String queue = "open.small." + UUID.randomUUID();
        assertThat(connection.sender(queue).send(OutgoingMessage.sized(100_000)).accepted())
                .isTrue();

        ReceivedMessage received = connection.receiver(queue).receive();

        assertThat(received.field("adler32")).isEqualTo(String.valueOf(Pattern251.adler32(100_000)));
        received.accept();
        connection.close();
    }

    /** What the broker does with bytes before login: its answer, up to the end of the connection. */
    private byte[] answerTo(String hexadecimal) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", broker.listener("amqp").port())) {
            socket.setSoTimeout(15_000);
            OutputStream out = socket.getOutputStream();
            out.write(HexFormat.of().parseHex(hexadecimal));
            out.flush();
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            // Closed with our bytes unread: an end of the connection as well.
            return new byte[0];
        }
    }

    @Test
    void shouldAnswerForeignProtocolWithItsOwnHeaderAndClose() throws IOException {
        byte[] answer =
                answerTo(HexFormat.of().formatHex("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(HexFormat.of().formatHex(answer)).isEqualTo(SASL_HEADER);
    }

    @ParameterizedTest
    @CsvSource({
        "oversized frame,                7fffffff02010000",
        "frame smaller than its header,  0000000402010000",
        "data offset beyond the frame,   00000008ff010000",
        "undecodable body,               0000001002010000ffffffffffffffff",
        "nested lists without end,       0000001802010000005341c0ffc0ffc0ffc0ffc0ffc0ffc0",
        "open before login,              0000000c0200000000531045"
    })
    void shouldCloseConnectionOnMalformedFrame(String what, String frame) throws IOException {
        byte[] answer = answerTo(SASL_HEADER + frame);

        assertThat(answer.length).as(what).isLessThan(1024);
    }

    @Test
    void shouldCloseConnectionThatStartsWithoutLogin() throws IOException {
        String answer = HexFormat.of()
                .formatHex(answerTo(AMQP_HEADER + "00000011020000000053 10c00401a10161".replace(" ", "")));

        assertThat(answer)
                .as("the SASL header, or a close with amqp:unauthorized-access")
                .satisfiesAnyOf(
                        text -> assertThat(text).startsWith(SASL_HEADER),
                        text -> assertThat(text)
                                .contains(HexFormat.of()
                                        .formatHex("amqp:unauthorized-access".getBytes(StandardCharsets.US_ASCII))));
    }
}
