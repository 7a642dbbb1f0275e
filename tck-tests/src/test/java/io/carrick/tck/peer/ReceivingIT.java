package io.carrick.tck.peer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A peer that misbehaves while a client receives. */
class ReceivingIT extends PeerTest {
    private Session session;
    private MessageConsumer consumer;

    private void openConsumer() throws Exception {
        session = openSession();
        consumer = openConsumer(session);
    }

    /** Lets the client ask for messages, in as many steps as it wants, and answers none of them. */
    private ScriptedBroker ignoringFlows() {
        for (int i = 0; i < 4; i++) {
            broker.script().expectFlow().optional();
        }
        return broker.endsAnyhow();
    }

    @Test
    void shouldFailWhenTheReceiverIsRefused() throws Exception {
        broker.connect().session();
        broker.script().expectAttach().ofReceiver().reject(true, "amqp:not-found", "no such queue");
        broker.script().expectDetach();

        assertThat(failure(this::openConsumer))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("no such queue");
    }

    @Test
    void shouldFailWhenTheReceiverIsNotAnswered() throws Exception {
        broker.connect().session().endsAnyhow();
        broker.script().expectAttach().ofReceiver();
        broker.script().expectDetach().optional();

        failure(this::openConsumer);
    }

    @Test
    void shouldSayThatTheSelectorWasRefused() throws Exception {
        broker.connect().session();
        broker.script().expectAttach().ofReceiver().reject(true, "amqp:invalid-field", "bad selector");
        broker.script().expectDetach();
        session = openSession();

        assertThat(failure(() -> session.createConsumer(session.createQueue("scripted"), "a = 1")))
                .isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void shouldEndReceiveNoWaitWhenDrainIsIgnored() throws Exception {
        broker.connect().session().receiver();
        ignoringFlows();
        openConsumer();

        outcome(consumer::receiveNoWait);
    }

    @Test
    void shouldEndATimedReceiveWhenDrainIsIgnored() throws Exception {
        broker.connect().session().receiver();
        ignoringFlows();
        openConsumer();

        outcome(() -> assertThat(consumer.receive(100)).isNull());
    }

    @Test
    void shouldEndReceiveWhenTheConnectionIsCut() throws Exception {
        broker.connect().session().receiver();
        broker.script().expectFlow();
        broker.script().dropAfterLastHandler(50);
        openConsumer();

        outcome(() -> assertThat(consumer.receive()).isNull());
        assertThat(problems.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void shouldEndReceiveWhenTheReceiverIsDetached() throws Exception {
        broker.connect().session().receiver();
        broker.script().expectFlow();
        broker.script()
                .remoteDetach()
                .withErrorCondition("amqp:resource-deleted", "the queue was deleted")
                .withClosed(true)
                .queue()
                .afterDelay(50);
        broker.script().expectDetach();
        broker.endsAnyhow();
        openConsumer();

        outcome(() -> assertThat(consumer.receive()).isNull());
    }

    @Test
    void shouldEndReceiveWhenTheSessionIsEnded() throws Exception {
        broker.connect().session().receiver();
        broker.script().expectFlow();
        broker.script()
                .remoteEnd()
                .withErrorCondition("amqp:internal-error", "ended by the script")
                .queue()
                .afterDelay(50);
        broker.script().expectEnd();
        openConsumer();

        outcome(() -> assertThat(consumer.receive()).isNull());
    }

    private void transfer(byte[] payload) {
        broker.script().expectFlow();
        broker.script()
                .remoteTransfer()
                .withHandle(0)
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {1})
                .withPayload(payload)
                .queue();
        broker.endsAnyhow();
    }

    @Test
    void shouldSurviveAMessageOfGarbage() throws Exception {
        broker.connect().session().receiver();
        transfer(new byte[] {1, 2, 3, 4, 5});
        broker.script().expectDisposition().optional();
        ignoringFlows();
        openConsumer();

        outcome(() -> consumer.receive(500));
    }

    @Test
    void shouldSurviveAMessageWhoseBodyClaimsToBeHuge() throws Exception {
        broker.connect().session().receiver();
        transfer(new byte[] {0x00, 0x53, 0x75, (byte) 0xb0, 0x7f, -1, -1, -1, 1});
        broker.script().expectDisposition().optional();
        ignoringFlows();
        openConsumer();

        outcome(() -> consumer.receive(500));
    }

    @Test
    void shouldReceiveBodiesOfNoUsualType() throws Exception {
        broker.connect().session().receiver();
        transfer(new byte[] {0x00, 0x53, 0x77, 0x56, 0x01});
        broker.script().expectDisposition().optional();
        ignoringFlows();
        openConsumer();

        assertThat(consumer.receive(5_000)).isNotNull();
    }

    @Test
    void shouldEndReceiveWhenAMessageStaysIncomplete() throws Exception {
        broker.connect().session().receiver();
        broker.script().expectFlow();
        broker.script()
                .remoteTransfer()
                .withHandle(0)
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {1})
                .withMore(true)
                .withPayload(new byte[] {0x00, 0x53, 0x75, (byte) 0xa0, 9, 1})
                .queue();
        ignoringFlows();
        openConsumer();

        outcome(() -> assertThat(consumer.receive(300)).isNull());
    }

    @Test
    void shouldCloseTheConsumerWhenDetachIsNotAnswered() throws Exception {
        broker.connect().session().receiver();
        ignoringFlows();
        broker.script().expectDetach();
        openConsumer();

        outcome(consumer::close);
    }

    @Test
    void shouldFailToUnsubscribeWhenThereIsNoAnswer() throws Exception {
        broker.connect().session();
        broker.script().expectBegin().respond();
        broker.script().expectAttach().ofReceiver();
        session = openSession();

        failure(() -> session.unsubscribe("scripted"));
    }
}
