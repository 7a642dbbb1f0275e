package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FetchingTest {
    private final CreditPolicy policy = new CreditPolicy(10, true, 1);
    private final RecordingLink link = new RecordingLink();
    private final Fetching fetching = new Fetching(policy);

    @Test
    void shouldGiveCreditOnceThereIsALink() {
        assertThat(fetching.topUp(0, true)).isFalse();
        fetching.open(link);
        assertThat(fetching.topUp(0, true)).isTrue();
        assertThat(fetching.topUp(0, true)).isFalse();
        assertThat(link.asked).containsExactly("credit 10");
        assertThat(fetching.isExpecting()).isTrue();
    }

    @Test
    void shouldGiveNoCreditWhileItIsTakenBack() {
        fetching.open(link);
        fetching.drain();
        fetching.drain();
        assertThat(fetching.topUp(0, true)).isFalse();
        fetching.drained();
        assertThat(fetching.isExpecting()).isFalse();
        assertThat(fetching.topUp(0, true)).isTrue();
        assertThat(link.asked).containsExactly("drain", "credit 10");
    }

    @Test
    void shouldNotTakeTheAnswerOfAnEarlierDrainForOneAboutNow() {
        fetching.open(link);
        long first = fetching.nextAnswer();
        fetching.drain();
        long second = fetching.nextAnswer();
        fetching.drained();
        assertThat(fetching.isAnswered(first)).isTrue();
        assertThat(fetching.isAnswered(second)).isFalse();
        fetching.drain();
        fetching.drained();
        assertThat(fetching.isAnswered(second)).isTrue();
    }

    @Test
    void shouldBeginAnewAfterAFailover() {
        fetching.open(link);
        assertThat(fetching.topUp(0, true)).isTrue();
        long answer = fetching.nextAnswer();
        fetching.drain();
        fetching.interrupted();
        assertThat(fetching.isAnswered(answer)).as("nobody will answer").isTrue();
        assertThat(fetching.isLinked()).isFalse();
        assertThat(fetching.topUp(0, true)).isFalse();
        fetching.restored();
        assertThat(fetching.topUp(0, true)).isTrue();
        assertThat(link.asked).containsExactly("credit 10", "drain", "credit 10");
    }
}
