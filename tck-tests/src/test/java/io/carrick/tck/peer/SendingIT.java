package io.carrick.tck.peer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.CompletionListener;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.codec.messaging.Accepted;
import org.junit.jupiter.api.Test;

/** A peer that misbehaves while a client sends, in and outside of transactions. */
class SendingIT extends PeerTest {

    private MessageProducer producer;
    private Session session;

    private void openProducer() throws Exception {
        session = openSession();
        producer = openProducer(session);
    }

    private void send() throws Exception {
        producer.send(session.createTextMessage("scripted"));
    }

    @Test
    void shouldFailWhenTheSenderIsRefused() throws Exception {
        broker.connect().session();
        broker.script().expectAttach().ofSender().reject(true, "amqp:not-found", "no such queue");
        broker.script().expectDetach();

        assertThat(failure(this::openProducer))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("no such queue");
    }

    @Test
    void shouldFailWhenTheSenderIsNotAnswered() throws Exception {
        broker.connect().session().endsAnyhow();
        broker.script().expectAttach().ofSender();
        broker.script().expectDetach().optional();

        failure(this::openProducer);
    }

    @Test
    void shouldFailWhenTheConnectionIsCutInsteadOfAnsweringTheSender() throws Exception {
        broker.connect().session();
        broker.script().expectAttach().ofSender();
        broker.script().dropAfterLastHandler();

        failure(this::openProducer);
    }

    @Test
    void shouldFailWhenThereIsNeverCredit() throws Exception {
        broker.connect().session().senderWithoutCredit();
        openProducer();

        failure(this::send);
    }

    @Test
    void shouldSendWhenCreditComesLate() throws Exception {
        broker.connect().session().senderWithoutCredit();
        broker.script().remoteFlow().withLinkCredit(1).queue().afterDelay(200);
        broker.script().expectTransfer().accept();
        openProducer();

        send();

        broker.assertScriptCompleted();
    }

    @Test
    void shouldFailWhenTheTransferIsNotAnswered() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer();
        openProducer();

        failure(this::send);
    }

    @Test
    void shouldFailWhenTheTransferIsRejected() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer().reject("amqp:resource-limit-exceeded", "the queue is full");
        openProducer();

        assertThat(failure(this::send))
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("the queue is full");
    }

    @Test
    void shouldFailWhenTheTransferIsReleased() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer().release();
        openProducer();

        failure(this::send);
    }

    @Test
    void shouldFailWhenTheTransferIsModified() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer().modify(true);
        openProducer();

        failure(this::send);
    }

    @Test
    void shouldFailWhenTheConnectionIsCutDuringTheSend() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer();
        broker.script().dropAfterLastHandler();
        openProducer();

        failure(this::send);
        failure(this::send);
    }

    @Test
    void shouldFailWhenTheSenderIsDetachedDuringTheSend() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer();
        broker.script()
                .remoteDetach()
                .withErrorCondition("amqp:resource-deleted", "the queue was deleted")
                .withClosed(true)
                .queue();
        broker.endsAnyhow();
        broker.script().expectDetach();
        openProducer();

        assertThat(failure(this::send)).hasMessageContaining("the queue was deleted");
        failure(this::send);
    }

    @Test
    void shouldFailWhenTheSessionIsEndedDuringTheSend() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer();
        broker.script()
                .remoteEnd()
                .withErrorCondition("amqp:session:window-violation", "ended by the script")
                .queue();
        broker.endsAnyhow();
        broker.script().expectEnd();
        openProducer();

        assertThat(failure(this::send)).hasMessageContaining("ended by the script");
    }

    @Test
    void shouldFailWhenTheConnectionIsForcedToCloseDuringTheSend() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer();
        broker.script()
                .remoteClose()
                .withErrorCondition("amqp:connection:forced", "closed by the script")
                .queue();
        broker.endsAnyhow();
        broker.script().expectClose();
        openProducer();

        assertThat(failure(this::send)).hasMessageContaining("closed by the script");
    }

    @Test
    void shouldIgnoreAnswersToTransfersThatItNeverMade() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer();
        broker.script()
                .remoteDisposition()
                .withRole(true)
                .withFirst(77)
                .withLast(99)
                .withSettled(true)
                .withState(Accepted.getInstance())
                .queue();
        broker.script()
                .remoteDisposition()
                .withRole(true)
                .withFirst(0)
                .withSettled(true)
                .withState(Accepted.getInstance())
                .queue();
        openProducer();

        outcome(this::send);
    }

    @Test
    void shouldCompleteAsynchronousSendsWithTheReasonWhenTheConnectionIsCut() throws Exception {
        broker.connect().session().sender();
        broker.script().expectTransfer();
        broker.script().expectTransfer();
        broker.script().dropAfterLastHandler();
        openProducer();
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                failures.add(new IllegalStateException("completed"));
            }

            @Override
            public void onException(Message message, Exception exception) {
                failures.add(exception);
            }
        };
        producer.send(session.createTextMessage("1"), listener);
        producer.send(session.createTextMessage("2"), listener);

        for (int i = 0; i < 2; i++) {
            assertThat(failures.poll(5, TimeUnit.SECONDS)).isInstanceOf(jakarta.jms.JMSException.class);
        }
    }

    @Test
    void shouldCloseTheProducerWhenDetachIsNotAnswered() throws Exception {
        broker.connect().session().sender();
        broker.script().expectDetach();
        openProducer();

        outcome(producer::close);
    }

    private void openTransacted() throws Exception {
        session = open().createSession(Session.SESSION_TRANSACTED);
        producer = openProducer(session);
    }

    /** What a transacted send does, whenever the client chooses to begin its transaction. */
    private void sendAndCommit() throws Exception {
        openTransacted();
        send();
        session.commit();
    }

    @Test
    void shouldFailWhenThereAreNoTransactions() throws Exception {
        broker.connect().session().sender();
        broker.script().expectCoordinatorAttach().reject(true, "amqp:not-implemented", "no transactions");
        broker.script().expectDetach();

        assertThat(failure(this::sendAndCommit)).hasMessageContaining("no transactions");
    }

    @Test
    void shouldFailWhenTheTransactionCannotBeDeclared() throws Exception {
        broker.connect().session().sender().coordinator();
        broker.script().expectDeclare().reject("amqp:resource-limit-exceeded", "too many transactions");

        assertThat(failure(this::sendAndCommit)).hasMessageContaining("too many transactions");
    }

    @Test
    void shouldFailWhenDeclareIsNotAnswered() throws Exception {
        broker.connect().session().sender().coordinator();
        broker.script().expectDeclare();

        failure(this::sendAndCommit);
    }

    private void declareAndTransfer() {
        broker.connect().session().sender().coordinator();
        broker.script().expectDeclare().declared(new byte[] {1});
        broker.script()
                .expectTransfer()
                .respond()
                .withSettled(true)
                .withState()
                .transactional()
                .withTxnId(new byte[] {1})
                .withAccepted();
    }

    /** The client declares its next transaction together with the end of this one. */
    private void expectNextTransaction() {
        broker.script().expectDeclare();
    }

    @Test
    void shouldSayThatTheTransactionWasRolledBackWhenCommitIsRejected() throws Exception {
        declareAndTransfer();
        broker.script().expectDischarge().reject("amqp:transaction:rollback", "rolled back by the script");
        expectNextTransaction();

        assertThat(failure(this::sendAndCommit))
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("rolled back by the script");
    }

    @Test
    void shouldNotSayThatTheTransactionWasRolledBackWhenCommitIsNotAnswered() throws Exception {
        declareAndTransfer();
        broker.script().expectDischarge();
        expectNextTransaction();

        assertThat(failure(this::sendAndCommit)).isNotInstanceOf(TransactionRolledBackException.class);
    }

    @Test
    void shouldNotSayThatTheTransactionWasRolledBackWhenTheConnectionIsCutDuringCommit() throws Exception {
        declareAndTransfer();
        broker.script().expectDischarge();
        expectNextTransaction();
        broker.script().dropAfterLastHandler();

        assertThat(failure(this::sendAndCommit)).isNotInstanceOf(TransactionRolledBackException.class);
    }

    @Test
    void shouldFailWhenTheCoordinatorIsDetachedDuringCommit() throws Exception {
        declareAndTransfer();
        broker.script().expectDischarge();
        expectNextTransaction();
        broker.script()
                .remoteDetachLastCoordinatorLink()
                .withErrorCondition("amqp:transaction:unknown-id", "detached by the script")
                .withClosed(true)
                .queue();
        broker.script().expectDetach();
        // It asks for the outcome over another link, which may find nobody who knows.
        broker.coordinator();
        broker.endsAnyhow();

        failure(this::sendAndCommit);
    }
}
