package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.HalfAdministration;
import io.carrick.broker.HalfAdministration.HalfStatus;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfState;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Producer;
import io.carrick.broker.core.TestConnection.Questions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A half message of two messages, cut off everywhere from its first message to the answer of its decision. What was
 * answered is kept, what was not is there whole or not at all, and nothing is visible without a commit.
 */
class HalfCrashTest {
    private static final String GROUP = "orders";
    private static final String ID = "half";

    @ParameterizedTest
    @EnumSource(Ending.class)
    void shouldKnowWhatHasBecomeOfItWhereverItIsCutOff(Ending ending) throws Exception {
        CutOff.everywhere(6, () -> new Half(ending));
    }

    /** What becomes of it. */
    private enum Ending {
        COMMIT(HalfState.COMMITTED, false),
        ROLLBACK(HalfState.ROLLED_BACK, false),
        PARK_REARM_COMMIT(HalfState.COMMITTED, true),
        PARK_REARM_ROLLBACK(HalfState.ROLLED_BACK, true);

        private final HalfState outcome;
        private final boolean parks;

        Ending(HalfState outcome, boolean parks) {
            this.outcome = outcome;
            this.parks = parks;
        }

        HalfAnswer answer() {
            return outcome == HalfState.COMMITTED ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK;
        }
    }

    /** Up to where the script has come, and the states in which it may be found then. */
    private enum Step {
        PREPARING_FIRST(null, HalfState.PREPARED),
        PREPARING_SECOND(HalfState.PREPARED),
        PREPARED(HalfState.PREPARED),
        PARKING(HalfState.PREPARED, HalfState.PARKED),
        REARMING(HalfState.PARKED, HalfState.PREPARED),
        DECIDING(HalfState.PREPARED, HalfState.COMMITTED, HalfState.ROLLED_BACK),
        DECIDED(HalfState.COMMITTED, HalfState.ROLLED_BACK);

        private final List<HalfState> possible;

        Step(HalfState... possible) {
            this.possible = Arrays.asList(possible);
        }
    }

    private static final class Half extends CutOff {
        private final Ending ending;
        private TestConnection connection;
        private Producer producer;
        private Questions questions;
        private Step step = Step.PREPARING_FIRST;

        Half(Ending ending) {
            this.ending = ending;
        }

        @Override
        void begin(CarrickBroker broker) {
            connection = new TestConnection(broker, "client");
            producer = connection.producer(queue("q"));
            questions = connection.checker(GROUP, 0);
        }

        @Override
        void work(CarrickBroker broker) {
            if (!isPrepared("a")) {
                return;
            }
            step = Step.PREPARING_SECOND;
            if (!isPrepared("b")) {
                return;
            }
            step = Step.PREPARED;
            if (ending.parks && !isParkedAndRearmed(broker)) {
                return;
            }
            step = Step.DECIDING;
            if (isAnswered(connection.resolve(GROUP, ID, ending.answer()))) {
                step = Step.DECIDED;
            }
        }

        private boolean isPrepared(String text) {
            HalfTerms terms = new HalfTerms(ID, GROUP, -1, "tag-" + text);
            return isAnswered(connection.prepareAsync(producer, terms, text, message -> message));
        }

        /** The one answer of "unknown" that is allowed parks it. */
        private boolean isParkedAndRearmed(CarrickBroker broker) {
            clock.advance(CHECK_AFTER.plus(Duration.ofSeconds(1)));
            questions.checker.credit(1, false);
            step = Step.PARKING;
            HalfCheck check = null;
            while (check == null && !hasFailed()) {
                check = questions.pollOrNull(10);
            }
            if (check == null || !isAnswered(questions.answer(check, HalfAnswer.UNKNOWN))) {
                return false;
            }
            step = Step.REARMING;
            return isAnswered(broker.administration().halfMessages().rearm(GROUP, ID));
        }

        @Override
        void check(CarrickBroker broker) {
            connection = new TestConnection(broker, "checker");
            HalfAdministration admin = broker.administration().halfMessages();
            HalfStatus status = status(admin);
            HalfState found = status == null ? null : status.state();
            assertThat(found).as(what()).isIn(step.possible);
            if (found == null) {
                assertThat(connection
                                .resolve(GROUP, ID, HalfAnswer.COMMIT)
                                .error()
                                .code())
                        .isEqualTo(Code.NOT_FOUND);
                expect(connection, "q", List.of());
                return;
            }
            List<String> texts = List.of("a", "b");
            if (!found.decided()) {
                if (step == Step.PREPARING_FIRST || step == Step.PREPARING_SECOND) {
                    int messages = status.addresses().size();
                    assertThat(messages).as(what()).isBetween(step.ordinal(), 2);
                    texts = texts.subList(0, messages);
                } else {
                    assertThat(status.addresses()).as(what()).hasSize(2);
                }
                expect(connection, "q", List.of());
                connection.resolve(GROUP, ID, ending.answer()).value();
            }
            assertThat(status(admin).state()).as(what()).isEqualTo(ending.outcome);
            expect(connection, "q", ending.outcome == HalfState.COMMITTED ? texts : List.of());
        }

        private static HalfStatus status(HalfAdministration admin) {
            try {
                return admin.show(GROUP, ID).toCompletableFuture().join();
            } catch (CompletionException e) {
                return null;
            }
        }
    }
}
