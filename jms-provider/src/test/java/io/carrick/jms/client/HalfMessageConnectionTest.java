package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.client.HalfMessageConnection.Membership;
import io.carrick.jms.client.HalfMessageConnection.Terms;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ResourceAllocationException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.junit.jupiter.api.Test;

class HalfMessageConnectionTest extends ClientFixture {
    private static final String CHECKS = "$half-check/g";
    private static final Terms TERMS = new Terms("g", "h", 50L, 7, 0, 0);

    private HalfMessageConnection half() throws JMSException {
        return HalfMessageConnection.over(connect());
    }

    private static org.apache.qpid.proton.message.Message decoded(OutboundMessage sent) {
        org.apache.qpid.proton.message.Message message = Proton.message();
        message.decode(sent.encoded(), 0, sent.encoded().length);
        return message;
    }

    private static Object annotation(OutboundMessage sent, String name) {
        return decoded(sent).getMessageAnnotations().getValue().get(Symbol.valueOf(name));
    }

    private void ask(String id) {
        org.apache.qpid.proton.message.Message question = Proton.message();
        question.setDeliveryAnnotations(new DeliveryAnnotations(Map.of(Symbol.valueOf("x-opt-half-id"), id)));
        question.setBody(new AmqpValue("text"));
        byte[] buffer = new byte[500];
        int length = question.encode(buffer, 0, buffer.length);
        broker.put(CHECKS, java.util.Arrays.copyOf(buffer, length));
    }

    private FakeBroker.Receiver receiver() {
        return broker.receivers.get(0);
    }

    /** Answers the same to everything. */
    private final class Answering implements HalfMessageConnection.Member {
        private final Settlement answer;
        private final List<String> lost = new ArrayList<>();

        Answering(Settlement answer) {
            this.answer = answer;
        }

        @Override
        public Settlement asked(CarrickMessage question) throws JMSException {
            heard.add((String) question.deliveryAnnotation("x-opt-half-id"));
            if (answer == null) {
                throw new JMSException("no database");
            }
            return answer;
        }

        @Override
        public void lost(JMSException cause) {
            lost.add(cause.getMessage());
        }
    }

    @Test
    void shouldPrepareWithAnnotationsAndLeaveNoTraceOnTheMessage() throws JMSException {
        HalfMessageConnection half = half();
        Message message = half.messages().createTextMessage("x");
        half.prepare(new CarrickQueue(QUEUE), message, TERMS);

        OutboundMessage sent = broker.sent.get(0);
        assertThat(annotation(sent, "x-opt-half-id")).isEqualTo("h");
        assertThat(annotation(sent, "x-opt-half-group")).isEqualTo("g");
        assertThat(annotation(sent, "x-opt-half-check-after")).isEqualTo(50L);
        assertThat(sent.durable()).isTrue();
        assertThat(sent.once()).isTrue();
        assertThat(message.getJMSMessageID()).isNotNull();
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.propertyExists("JMS_CARRICK_HALF_ID")).isFalse();
        assertThat(((CarrickMessage) message).concernsHalfMessage()).isFalse();
    }

    @Test
    void shouldWaitForTheBrokerWhateverTheSettingsOfTheConnectionSay() throws Exception {
        HalfMessageConnection half = HalfMessageConnection.over(connect(ClientSettings.builder()
                .sending(new ClientSettings.Sending(false, true, true, true, false))
                .build()));
        broker.answersSends = false;
        var prepared = ReceiveTest.asynchronously(() -> {
            half.prepare(new CarrickQueue(QUEUE), half.messages().createTextMessage("x"), TERMS);
            return true;
        });
        ReceiveTest.await(() -> !broker.unanswered.isEmpty());

        assertThat(broker.sent.get(0).settled()).isFalse();
        assertThat(prepared).isNotDone();
        broker.unanswered.get(0).accepted();
        assertThat(prepared.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldSendDecisionsWithTheHalfIdAsAStringWhateverItLooksLike() throws JMSException {
        HalfMessageConnection half = half();
        half.decide("g", "order-1", "commit");
        half.decide("g", "ID:AMQP_ULONG:5", "rollback");

        assertThat(broker.sent.get(0).to().address()).isEqualTo("$half");
        assertThat(broker.sent.get(0).once()).as("decisions may be repeated").isFalse();
        assertThat(decoded(broker.sent.get(0)).getCorrelationId()).isEqualTo("order-1");
        assertThat(decoded(broker.sent.get(0)).getSubject()).isEqualTo("commit");
        assertThat(annotation(broker.sent.get(0), "x-opt-half-group")).isEqualTo("g");
        assertThat(decoded(broker.sent.get(1)).getCorrelationId()).isEqualTo("ID:AMQP_ULONG:5");
        assertThat(decoded(broker.sent.get(1)).getSubject()).isEqualTo("rollback");
    }

    @Test
    void shouldGiveUpTheSessionOfASendThatFailedAndKeepTheOthers() throws Exception {
        HalfMessageConnection half = half();
        half.decide("g", "1", "commit");
        half.decide("g", "2", "commit");
        threads.runAll();
        assertThat(broker.calls).doesNotContain("close session");
        broker.answersSends = false;
        var refused = ReceiveTest.asynchronously(() -> {
            half.decide("g", "3", "commit");
            return true;
        });
        ReceiveTest.await(() -> !broker.unanswered.isEmpty());
        broker.unanswered.get(0).failed(new ResourceAllocationException("full"));
        assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ResourceAllocationException.class);
        threads.runAll();
        assertThat(broker.calls).contains("close session");
        broker.answersSends = true;
        half.decide("g", "4", "commit");
    }

    @Test
    void shouldRefuseWhatIsNoMessageAndNoConnectionOfItsOwn() throws JMSException {
        HalfMessageConnection half = half();
        assertThatThrownBy(() -> half.prepare(new CarrickQueue(QUEUE), null, TERMS))
                .isInstanceOf(MessageFormatException.class);
        Connection foreign = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> "foreign");
        assertThatThrownBy(() -> HalfMessageConnection.over(foreign)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAnswerByTheDispositionAndAskForNoMoreThanItAnswersAtATime() throws JMSException {
        Membership unused = half().join("g", 2, new Answering(Settlement.REJECTED));
        List.of("a", "b", "c").forEach(this::ask);
        assertThat(receiver().unsettled).hasSize(2);
        assertThat(heard).isEmpty();
        threads.runAll();

        assertThat(heard).containsExactly("a", "b", "c");
        assertThat(receiver().settled).containsExactly("REJECTED", "REJECTED", "REJECTED");
        assertThat(receiver().credit).isEqualTo(2);
    }

    @Test
    void shouldAnswerThatItDoesNotKnowIfTheMemberThrows() throws JMSException {
        Membership member = half().join("g", 1, new Answering(null));
        ask("a");
        FakeBroker.Receiver receiver = receiver();
        Runnable first = threads::runAll;
        broker.receivers.remove(receiver); // Or the fake would ask again at once, for ever.
        first.run();

        assertThat(receiver.settled).containsExactly("RELEASED");
        member.leave();
    }

    @Test
    void shouldAnswerNothingThatALostConnectionTookAwayAndKeepItsLimit() throws JMSException {
        Membership unused = half().join("g", 2, new Answering(Settlement.ACCEPTED));
        ask("a");
        broker.interrupt();
        broker.restore();
        assertThat(receiver().credit)
                .as("of 2, one is still held, and one was asked again")
                .isZero();
        threads.runAll();

        assertThat(heard).as("the question of the new connection only").containsExactly("a");
        assertThat(receiver().settled).containsExactly("ACCEPTED");
        assertThat(receiver().credit).isEqualTo(2);
    }

    @Test
    void shouldLeaveQuestionsUnansweredThatWereNotBegunWhenItLeft() throws JMSException {
        Membership member = half().join("g", 2, new Answering(Settlement.ACCEPTED));
        ask("a");
        FakeBroker.Receiver receiver = receiver();
        member.leave();
        threads.runAll();

        assertThat(heard).isEmpty();
        assertThat(receiver.settled).isEmpty();
        assertThat(broker.queue(CHECKS)).hasSize(1);
    }

    @Test
    void shouldWaitForTheAnswerUnderWayWhenItLeaves() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Membership member = half().join("g", 1, new HalfMessageConnection.Member() {
            @Override
            public Settlement asked(CarrickMessage question) {
                asked.countDown();
                RuntimeExceptions.run(() -> awaitQuietly(answer));
                return Settlement.ACCEPTED;
            }

            @Override
            public void lost(JMSException cause) {}
        });
        ask("a");
        FakeBroker.Receiver receiver = receiver();
        Thread callback = new Thread(threads::runAll);
        callback.start();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        var left = ReceiveTest.asynchronously(() -> {
            member.leave();
            return true;
        });
        assertThat(broker.calls).doesNotContain("close receiver");
        answer.countDown();

        assertThat(left.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(receiver.settled).containsExactly("ACCEPTED");
        assertThat(broker.queue(CHECKS)).isEmpty();
        callback.join();
    }

    private static void awaitQuietly(CountDownLatch latch) throws JMSException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new JMSException("nobody answered");
            }
        } catch (InterruptedException e) {
            throw Failures.of("interrupted", e);
        }
    }

    @Test
    void shouldTellThatItIsAskedNoMore() throws JMSException {
        Answering answering = new Answering(Settlement.ACCEPTED);
        Membership unused = half().join("g", 1, answering);
        receiver().remoteClose(new JMSException("gone"));
        assertThat(answering.lost).containsExactly("gone");
    }
}
