package io.carrick.broker.core;

import static io.carrick.broker.core.XaClient.xid;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TestConnection.Answer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A branch that sends and receives, cut off everywhere from its first work to the answer of its last command. What is
 * recovered is whole, what was answered is kept, and {@code recover} lists exactly what is in doubt.
 */
class XaCrashTest {
    private static final Xid BRANCH = xid("branch");

    @ParameterizedTest
    @EnumSource(Ending.class)
    void shouldRecoverExactlyWhatIsInDoubtWhereverItIsCutOff(Ending ending) throws Exception {
        CutOff.everywhere(ending.operationsMin, () -> new Branch(ending));
    }

    /** What becomes of the branch. */
    private enum Ending {
        COMMIT(6, XaState.COMMITTED),
        ROLLBACK(6, XaState.ROLLED_BACK),
        ONE_PHASE(3, XaState.COMMITTED),
        OPERATOR_COMMITS(8, XaState.HEURISTICALLY_COMMITTED),
        OPERATOR_ROLLS_BACK(8, XaState.HEURISTICALLY_ROLLED_BACK);

        private final int operationsMin;
        private final XaState outcome;

        Ending(int operationsMin, XaState outcome) {
            this.operationsMin = operationsMin;
            this.outcome = outcome;
        }

        boolean commits() {
            return outcome == XaState.COMMITTED || outcome == XaState.HEURISTICALLY_COMMITTED;
        }
    }

    /** Up to where the script has come. */
    private enum Step {
        WORKING,
        PREPARING,
        PREPARED,
        DECIDING,
        DECIDED,
        FORGETTING,
        FORGOTTEN
    }

    private static final class Branch extends CutOff {
        private final Ending ending;
        private final MixedOutcomes work = new MixedOutcomes(this);
        private TestConnection connection;
        private XaClient client;
        private Association association;
        private Step step = Step.WORKING;

        Branch(Ending ending) {
            this.ending = ending;
        }

        @Override
        void begin(CarrickBroker broker) {
            connection = new TestConnection(broker, "client");
            client = new XaClient(connection);
            work.begin(connection);
            association = client.start(BRANCH);
        }

        @Override
        void work(CarrickBroker broker) {
            work.in(connection, association.work());
            if (!isAnswered(client.end(association, End.SUCCESS))) {
                return;
            }
            if (ending != Ending.ONE_PHASE && !prepare()) {
                return;
            }
            step = Step.DECIDING;
            if (isAnswered(decide(broker))) {
                step = Step.DECIDED;
                forgetWhatAnOperatorHasDecided();
            }
        }

        private boolean prepare() {
            step = Step.PREPARING;
            if (!isAnswered(client.prepare(BRANCH))) {
                return false;
            }
            step = Step.PREPARED;
            return true;
        }

        private Answer<Void> decide(CarrickBroker broker) {
            return switch (ending) {
                case COMMIT -> client.commit(BRANCH);
                case ROLLBACK -> client.rollback(BRANCH);
                case ONE_PHASE -> client.commit(BRANCH, true);
                case OPERATOR_COMMITS, OPERATOR_ROLLS_BACK -> {
                    Answer<Void> answer = new Answer<>();
                    broker.branches(branches -> branches.operate(BRANCH, ending.commits(), answer));
                    yield answer;
                }
            };
        }

        private void forgetWhatAnOperatorHasDecided() {
            if (ending.outcome.isHeuristic()) {
                step = Step.FORGETTING;
                if (isAnswered(client.forget(BRANCH))) {
                    step = Step.FORGOTTEN;
                }
            }
        }

        private Set<XaState> possible() {
            return switch (step) {
                case WORKING -> Set.of(XaState.UNKNOWN);
                case PREPARING -> Set.of(XaState.UNKNOWN, XaState.PREPARED);
                case PREPARED -> Set.of(XaState.PREPARED);
                case DECIDING ->
                    Set.of(ending == Ending.ONE_PHASE ? XaState.UNKNOWN : XaState.PREPARED, ending.outcome);
                case DECIDED -> Set.of(ending.outcome);
                case FORGETTING -> Set.of(ending.outcome, XaState.UNKNOWN);
                case FORGOTTEN -> Set.of(XaState.UNKNOWN);
            };
        }

        @Override
        void check(CarrickBroker broker) {
            connection = new TestConnection(broker, "checker");
            client = new XaClient(connection);
            XaState found = client.status(BRANCH);
            assertThat(found).as(what()).isIn(possible());
            boolean inDoubt = found == XaState.PREPARED || found.isHeuristic();
            assertThat(client.recover()).as(what()).isEqualTo(inDoubt ? List.of(BRANCH) : List.of());
            if (found == XaState.PREPARED) {
                work.expectPrepared(connection);
                decide(broker).value();
                found = ending.outcome;
            }
            boolean forgotten = found == XaState.UNKNOWN && step.ordinal() >= Step.FORGETTING.ordinal();
            if (ending.commits() && (found == ending.outcome || forgotten)) {
                work.expectDone(connection);
            } else {
                work.expectUndone(connection);
            }
        }
    }
}
