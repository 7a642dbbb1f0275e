package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.client.RecordingLink.Named;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxStateTest {
    private static final Named A = new Named("a");
    private static final Named B = new Named("b");

    private final ManualTimer timer = new ManualTimer();
    private final RecordingLink link = new RecordingLink();
    private final List<String> told = new ArrayList<>();
    private final InboxState state = state(Mode.SETTLE);

    private InboxState state(Mode mode) {
        InboxState made = new InboxState(mode, new CreditPolicy(4, true, 1), timer, new InboxState.Events() {
            @Override
            public void changed() {
                // Looked at through what can be taken.
            }

            @Override
            public void deliverable() {
                told.add("deliverable");
            }

            @Override
            public void failed(JMSException cause) {
                told.add("failed: " + cause.getMessage());
            }

            @Override
            public boolean isAwaited() {
                return false;
            }

            @Override
            public boolean isAsked() {
                return false;
            }

            @Override
            public void checkIdle() {
                told.add("check");
            }
        });
        made.open(link);
        return made;
    }

    @Test
    void shouldFetchOnlyWhenStartedAndAnnounceWhatCame() {
        assertThat(link.asked).isEmpty();
        state.start();
        state.delivered(A);
        assertThat(link.asked).containsExactly("credit 4");
        assertThat(told).containsExactly("deliverable");
        state.stop();
        assertThat(state.next()).isNull();
        state.start();
        assertThat(state.next()).isEqualTo(A);
    }

    @Test
    void shouldBringBackWhatWasTakenAndWhatWasNotAfterTheCreditIsTakenBack() {
        state.start();
        state.delivered(A);
        assertThat(state.next()).isEqualTo(A);
        state.restart(List.of(A));
        state.delivered(B);
        assertThat(state.next()).as("nothing overtakes").isNull();
        state.drained();
        assertThat(link.asked).containsExactly("credit 4", "drain", "FAILED a", "RELEASED b", "credit 4");
    }

    @Test
    void shouldTellWhatFollowsTheLastSettlementOnceClosed() {
        state.start();
        state.delivered(A);
        state.delivered(B);
        assertThat(List.of(state.next(), state.next())).containsExactly(A, B);
        Runnable follows = () -> told.add("last");
        assertThat(state.close(follows)).isFalse();
        assertThat(state.settled()).isNull();
        assertThat(state.settled()).isSameAs(follows);
        assertThat(state.isOver()).isTrue();
    }

    @Test
    void shouldHaveNothingToWaitForWhenClosedWithNothingTaken() {
        state.start();
        state.delivered(A);
        assertThat(state.close(() -> told.add("last"))).isTrue();
        assertThat(state.isDeliverable()).isFalse();
    }

    @Test
    void shouldSettleNothingWhereTheBrokerHasSettled() {
        InboxState settled = state(Mode.SETTLED_BY_BROKER);
        settled.start();
        settled.delivered(A);
        assertThat(settled.next()).isEqualTo(A);
        settled.restart(List.of(A));
        settled.drained();
        settled.delivered(B);
        assertThat(settled.next()).isEqualTo(B);
        assertThat(link.asked).allMatch(asked -> asked.startsWith("credit") || asked.equals("drain"));
    }

    @Test
    void shouldFailWithTheLinkUnlessClosedBefore() {
        state.start();
        state.delivered(A);
        state.ended(new JMSException("deleted"));
        state.ended(new JMSException("again"));
        assertThat(told).containsExactly("deliverable", "failed: deleted");
        assertThat(state.failure()).hasMessage("deleted");
        assertThat(state.next()).isNull();
    }

    @Test
    void shouldForgetWhatAFailoverTakesAndFetchAgain() {
        state.start();
        state.delivered(A);
        state.interrupted();
        assertThat(state.next()).isNull();
        assertThat(state.canAsk()).isFalse();
        state.restored();
        assertThat(link.asked).containsExactly("credit 4", "credit 4");
    }
}
