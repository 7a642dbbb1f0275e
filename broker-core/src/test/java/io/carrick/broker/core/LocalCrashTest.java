package io.carrick.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Transaction;
import io.carrick.broker.core.TestConnection.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A local transaction that sends and receives, cut off everywhere from its first work to the answer of its end. What is
 * found is whole, what was answered is kept, and who asks for the outcome is told the truth.
 */
class LocalCrashTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeEffectWholeOrNotAtAllWhereverItIsCutOff(boolean commit) throws Exception {
        CutOff.everywhere(commit ? 3 : 1, () -> new Local(commit));
    }

    private static final class Local extends CutOff {
        private final boolean commit;
        private final MixedOutcomes work = new MixedOutcomes(this);
        private TestConnection connection;
        private Transaction transaction;
        private boolean answered;

        Local(boolean commit) {
            this.commit = commit;
        }

        @Override
        void begin(CarrickBroker broker) {
            connection = new TestConnection(broker, "client");
            work.begin(connection);
            transaction = connection.connection.beginTransaction();
        }

        @Override
        void work(CarrickBroker broker) {
            work.in(connection, transaction);
            Answer<Void> ended = new Answer<>();
            if (commit) {
                transaction.commit(ended);
            } else {
                transaction.rollback(ended);
            }
            answered = isAnswered(ended);
        }

        @Override
        void check(CarrickBroker broker) {
            connection = new TestConnection(broker, "client");
            boolean done = work.isDone(connection);
            if (answered) {
                assertThat(done).as("committed, " + what()).isEqualTo(commit);
            }
            Answer<Void> outcome = new Answer<>();
            connection.connection.transactionOutcome(transaction.id(), outcome);
            if (done) {
                outcome.value();
                work.expectDone(connection);
            } else {
                outcome.error();
                work.expectUndone(connection);
            }
        }
    }
}
