package io.carrick.jms.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireSender;
import io.carrick.jms.wire.WireSession;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {
    private static final Target QUEUE = new Target("orders", DestinationKind.QUEUE);
    private static final String FAILOVER = "failover:(amqp://a:5672)?failover.reconnectDelay=1";

    private final MemoryBroker broker = new MemoryBroker();
    private final WireEvents events = new WireEvents();
    private WireConnection connection;

    @AfterEach
    void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
        broker.close();
    }

    private WireSender sender(String uri, Target target) throws JMSException {
        connection = broker.connect(uri, Map.of(), events);
        connection.open(null);
        return connection.openSession().openSender(target);
    }

    private List<String> letters() {
        return broker.messages.stream().map(MemoryBroker.Received::text).collect(Collectors.toList());
    }

    @Test
    void shouldSendInOrderAndTellEachOutcome() throws Exception {
        WireSender sender = sender("amqp://a:5672", QUEUE);
        List<Sent> sent = new ArrayList<>();
        for (String letter : List.of("a", "b", "c")) {
            Sent one = new Sent();
            sender.send(Sent.message(letter), null, one);
            sent.add(one);
        }
        for (Sent one : sent) {
            assertThat(one.failure()).isNull();
        }
        assertThat(letters()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldTellARejectionByTheExceptionOfItsCondition() throws Exception {
        WireSender sender = sender("amqp://a:5672", QUEUE);
        Rejected rejected = new Rejected();
        rejected.setError(new ErrorCondition(Symbol.valueOf("amqp:unauthorized-access"), "not yours"));
        broker.outcome = message -> rejected;
        Sent sent = new Sent();
        sender.send(Sent.message("a"), null, sent);
        assertThat(sent.failure()).isInstanceOf(JMSSecurityException.class).hasMessageContaining("not yours");
    }

    @Test
    void shouldTellThatAReleasedMessageMayBeSentAgain() throws Exception {
        WireSender sender = sender("amqp://a:5672", QUEUE);
        broker.outcome = message -> Released.getInstance();
        Sent sent = new Sent();
        sender.send(Sent.message("a"), null, sent);
        assertThat(sent.failure()).isInstanceOf(JMSException.class).hasMessageContaining("may be sent again");
    }

    @Test
    void shouldRefuseToOpenWhatTheBrokerDoesNotKnow() throws Exception {
        broker.refusesAttach = attach -> new ErrorCondition(Symbol.valueOf("amqp:not-found"), "no such queue");
        assertThatThrownBy(() -> sender("amqp://a:5672", QUEUE))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("no such queue")
                .hasRootCauseInstanceOf(RemoteError.class);
    }

    @Test
    void shouldSendAgainWithTheSameMarkWhatHadNoOutcomeWhenTheSocketWasLost() throws Exception {
        WireSender sender = sender(FAILOVER, QUEUE);
        AtomicInteger count = new AtomicInteger();
        broker.outcome = message -> count.incrementAndGet() == 1 ? MemoryBroker.ACCEPTED : null;
        Sent first = new Sent();
        sender.send(Sent.message("a"), null, first);
        assertThat(first.failure()).isNull();
        Sent second = new Sent();
        sender.send(Sent.message("b"), null, second);
        Sent third = new Sent();
        sender.send(Sent.message("c"), null, third);
        await().until(() -> broker.messages.size() == 3);

        broker.outcome = message -> MemoryBroker.ACCEPTED;
        broker.cut();

        assertThat(second.failure()).isNull();
        assertThat(third.failure()).isNull();
        assertThat(letters()).containsExactly("a", "b", "c", "b", "c");
        assertThat(broker.messages.get(3).bytes())
                .isEqualTo(broker.messages.get(1).bytes())
                .isNotEqualTo(broker.messages.get(2).bytes());
        assertThat(new String(broker.messages.get(1).bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("x-opt-producer-id")
                .contains("x-opt-producer-sequence");
        assertThat(events.told).containsExactly("interrupted", "restored");
    }

    @Test
    void shouldNotMarkWhatCannotBeSentAgain() throws Exception {
        WireSender sender = sender("amqp://a:5672", QUEUE);
        Sent sent = new Sent();
        OutboundMessage message = Sent.message("a");
        sender.send(message, null, sent);
        assertThat(sent.failure()).isNull();
        assertThat(broker.messages.get(0).bytes()).isEqualTo(message.encoded());
    }

    @Test
    void shouldFailWhatHasNoOutcomeWhenALostConnectionStaysLost() throws Exception {
        WireSender sender = sender("amqp://a:5672", QUEUE);
        broker.outcome = message -> null;
        Sent sent = new Sent();
        sender.send(Sent.message("a"), null, sent);
        await().until(() -> broker.messages.size() == 1);
        broker.cut();
        assertThat(sent.failure()).isInstanceOf(JMSException.class).hasMessageContaining("cut by the test");
        assertThat(events.told).containsExactly("failed");
        assertThatThrownBy(() -> sender.send(Sent.message("b"), null, new Sent()))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void shouldKeepMessagesUntilThereIsCredit() throws Exception {
        broker.credit = 0;
        WireSender sender = sender(FAILOVER, QUEUE);
        Sent sent = new Sent();
        sender.send(Sent.message("a"), null, sent);
        broker.credit = 10;
        broker.cut();
        assertThat(sent.failure()).isNull();
        assertThat(letters()).containsExactly("a");
    }

    @Test
    void shouldNotSendWhatWasWithdrawnBeforeThereWasCredit() throws Exception {
        broker.credit = 0;
        WireSender sender = sender(FAILOVER, QUEUE);
        Sent withdrawn = new Sent();
        sender.send(Sent.message("a"), null, withdrawn);
        Sent wanted = new Sent();
        sender.send(Sent.message("b"), null, wanted);
        withdrawn.withdrawn = true;
        broker.credit = 10;
        broker.cut();
        assertThat(wanted.failure()).isNull();
        assertThat(withdrawn.failure()).hasMessageContaining("withdrawn");
        assertThat(letters()).containsExactly("b");
    }

    @Test
    void shouldNotSendAgainWhatWasWithdrawn() throws Exception {
        WireSender sender = sender(FAILOVER, QUEUE);
        broker.outcome = message -> null;
        Sent withdrawn = new Sent();
        sender.send(Sent.message("a"), null, withdrawn);
        await().until(() -> broker.messages.size() == 1);
        withdrawn.withdrawn = true;
        broker.outcome = message -> MemoryBroker.ACCEPTED;
        broker.cut();
        assertThat(withdrawn.failure()).hasMessageContaining("withdrawn");
        Sent wanted = new Sent();
        sender.send(Sent.message("b"), null, wanted);
        assertThat(wanted.failure()).isNull();
        assertThat(letters()).containsExactly("a", "b");
    }

    @Test
    void shouldNotSendAgainWhatIsToBeSentOnceButSendWhatHasNotBegun() throws Exception {
        WireSender sender = sender(FAILOVER, QUEUE);
        broker.outcome = message -> null;
        Sent unanswered = new Sent();
        sender.send(Sent.once("a"), null, unanswered);
        await().until(() -> broker.messages.size() == 1);
        broker.outcome = message -> MemoryBroker.ACCEPTED;
        broker.credit = 0;
        broker.cut();
        assertThat(unanswered.failure()).isInstanceOf(JMSException.class).hasMessageContaining("unknown");
        await().until(() -> broker.attaches.size() == 2);
        Sent waiting = new Sent();
        sender.send(Sent.once("b"), null, waiting);
        broker.credit = 10;
        broker.cut();
        assertThat(waiting.failure()).isNull();
        assertThat(letters()).containsExactly("a", "b");
    }

    @Test
    void shouldGiveTheRoomOfAWithdrawnMessageToTheNextAndCloseWithoutCredit() throws Exception {
        broker.credit = 0;
        WireSender sender = sender("amqp://a:5672", QUEUE);
        Sent withdrawn = new Sent();
        sender.send(Sent.message("a"), null, withdrawn);
        withdrawn.withdrawn = true;
        Sent next = new Sent();
        sender.send(Sent.message("b"), null, next);
        assertThat(withdrawn.failure()).hasMessageContaining("withdrawn");
        next.withdrawn = true;
        sender.close();
        assertThat(next.failure()).hasMessageContaining("withdrawn");
        assertThat(broker.messages).isEmpty();
    }

    @Test
    void shouldWaitForOutcomesBeforeItIsClosed() throws Exception {
        WireSender sender = sender("amqp://a:5672", QUEUE);
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            Sent one = new Sent();
            sender.send(Sent.message("a"), null, one);
            sent.add(one);
        }
        sender.close();
        assertThat(sent).allMatch(Sent::isDone);
        assertThat(broker.messages).hasSize(250);
        assertThatThrownBy(() -> sender.send(Sent.message("b"), null, new Sent()))
                .isInstanceOf(jakarta.jms.IllegalStateException.class);
    }

    @Test
    void shouldMakeCallersWaitWhileTooMuchWaitsToBeSent() throws Exception {
        broker.credit = 0;
        connection =
                broker.connect("amqp://a:5672", Map.of("amqp.maxUnsentBytes", "10", "jms.sendTimeout", "50"), events);
        connection.open(null);
        WireSender sender = connection.openSession().openSender(QUEUE);
        sender.send(Sent.message("a"), null, new Sent());
        assertThatThrownBy(() -> sender.send(Sent.message("b"), null, new Sent()))
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("50 ms");
    }

    @Test
    void shouldOpenALinkForEachDestinationWhereThereIsNoRelay() throws Exception {
        broker.capabilities = new Symbol[0];
        WireSender sender = sender("amqp://a:5672", null);
        for (String address : List.of("x", "y", "x")) {
            OutboundMessage plain = Sent.message(address);
            Sent sent = new Sent();
            sender.send(
                    new OutboundMessage(
                            plain.encoded(), true, false, new Target(address, DestinationKind.QUEUE), false),
                    null,
                    sent);
            assertThat(sent.failure()).isNull();
        }
        assertThat(broker.attaches)
                .extracting(attach -> ((org.apache.qpid.proton.amqp.messaging.Target) attach.getTarget()).getAddress())
                .containsExactly("x", "y");
    }

    @Test
    void shouldFailTheMessagesOfALinkThatTheBrokerClosesAndLeaveOthersAlone() throws Exception {
        WireSender sender = sender(FAILOVER, QUEUE);
        WireSession session = connection.openSession();
        WireSender other = session.openSender(QUEUE);
        broker.outcome = message -> null;
        Sent sent = new Sent();
        sender.send(Sent.message("a"), null, sent);
        await().until(() -> broker.messages.size() == 1);
        broker.onIoThread(
                () -> broker.detachFirst(new ErrorCondition(Symbol.valueOf("amqp:resource-deleted"), "gone")));
        assertThat(sent.failure())
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("gone");
        broker.outcome = message -> MemoryBroker.ACCEPTED;
        Sent more = new Sent();
        other.send(Sent.message("b"), null, more);
        assertThat(more.failure()).isNull();
    }
}
