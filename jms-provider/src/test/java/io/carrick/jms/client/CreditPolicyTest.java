package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CreditPolicyTest {
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(100);

    @Test
    void shouldFetchAheadForAListenerAndTopUpAtHalf() {
        CreditPolicy policy = new CreditPolicy(10, false, IDLE);
        policy.listening(true);
        assertThat(policy.grant(0, true)).isEqualTo(10);
        deliver(policy, 10);
        assertThat(policy.grant(6, true)).isZero();
        assertThat(policy.grant(5, true)).isEqualTo(5);
        assertThat(policy.outstanding()).isEqualTo(5);
    }

    @Test
    void shouldFetchNothingUntilSomebodyReceives() {
        CreditPolicy policy = new CreditPolicy(10, false, IDLE);
        assertThat(policy.grant(0, false)).isZero();
        assertThat(policy.grant(0, true)).isEqualTo(1);
        assertThat(policy.grant(0, true)).isZero();
    }

    @Test
    void shouldWidenTheWindowWhileMessagesAreReceivedInQuickSuccession() {
        CreditPolicy policy = new CreditPolicy(10, false, IDLE);
        int granted = 0;
        for (int i = 0; i < 5; i++) {
            policy.received(i);
            granted = policy.grant(0, false);
            policy.revoked();
        }
        assertThat(granted).isEqualTo(10);
    }

    @Test
    void shouldHoldNoMoreThanASlowReceiverTakesInAShortWhile() {
        CreditPolicy policy = new CreditPolicy(1000, false, IDLE);
        int granted = 0;
        for (int i = 0; i < 20; i++) {
            policy.received(i * IDLE / 2);
            granted = policy.grant(0, false);
            policy.revoked();
        }
        assertThat(granted).isEqualTo(4);
    }

    @Test
    void shouldPullAgainAfterAPause() {
        CreditPolicy policy = new CreditPolicy(10, false, IDLE);
        policy.received(0);
        policy.received(1);
        policy.received(2);
        policy.received(2 + IDLE);
        assertThat(policy.grant(0, false)).isZero();
    }

    @Test
    void shouldBeIdleOnlyAfterNobodyReceivedForLong() {
        CreditPolicy policy = new CreditPolicy(10, false, IDLE);
        policy.active(5);
        assertThat(policy.isIdle(4 + IDLE)).isFalse();
        assertThat(policy.idleInNanos(4 + IDLE)).isEqualTo(1);
        assertThat(policy.isIdle(5 + IDLE)).isTrue();
    }

    @Test
    void shouldNeverGiveBackWhatNobodyElseCanGet() {
        CreditPolicy policy = new CreditPolicy(10, true, IDLE);
        assertThat(policy.grant(0, false)).isEqualTo(10);
        assertThat(policy.isIdle(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldFetchOneAtATimeWithoutPrefetch() {
        CreditPolicy policy = new CreditPolicy(0, false, IDLE);
        policy.listening(true);
        assertThat(policy.grant(0, true)).isEqualTo(1);
        deliver(policy, 1);
        assertThat(policy.grant(0, false)).as("within the listener").isZero();
        policy.received(1);
        policy.received(2);
        assertThat(policy.grant(0, true)).isEqualTo(1);
    }

    private static void deliver(CreditPolicy policy, int messages) {
        for (int i = 0; i < messages; i++) {
            policy.delivered();
        }
    }
}
