package io.carrick.broker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReturnedMessagesTest {
    private final ReturnedMessages returned = new ReturnedMessages();
    private final ScanGroup group = new ScanGroup(new GroupKey(null, null, null));
    private final Set<Long> taken = new HashSet<>();
    private final Set<Long> unwanted = new HashSet<>();

    private final ReturnedMessages.Candidates candidates = new ReturnedMessages.Candidates() {
        @Override
        public boolean isReady(long key, long now) {
            return !taken.contains(key);
        }

        @Override
        public boolean suits(ScanGroup asking, long key, long now) {
            return asking != group || !unwanted.contains(key);
        }
    };

    private long next(ScanGroup asking) {
        return returned.next(asking, candidates, 0);
    }

    @Test
    void shouldGiveThemInTheOrderOfTheirPlaces() {
        returned.add(7);
        returned.add(3);

        assertThat(next(group)).isEqualTo(3);
        assertThat(next(group)).as("not taken yet").isEqualTo(3);
        returned.remove(3);
        assertThat(next(group)).isEqualTo(7);
        returned.remove(7);
        assertThat(next(group)).isEqualTo(ReturnedMessages.NONE);
    }

    @Test
    void shouldKeepForOthersWhatOneGroupDoesNotWant() {
        returned.add(3);
        returned.add(7);
        unwanted.add(3L);

        assertThat(next(group)).isEqualTo(7);
        assertThat(next(new ScanGroup(group.key()))).isEqualTo(3);
    }

    @Test
    void shouldLookAgainAtWhatCameBackBehindAGroup() {
        returned.add(7);
        assertThat(next(group)).isEqualTo(7);

        returned.add(3);
        assertThat(next(group)).as("the group has not been told").isEqualTo(7);
        group.returned(3);

        assertThat(next(group)).isEqualTo(3);
    }

    @Test
    void shouldForgetWhatNobodyCanBeGiven() {
        returned.add(3);
        taken.add(3L);

        assertThat(next(group)).isEqualTo(ReturnedMessages.NONE);
        assertThat(returned.contains(3)).isFalse();
    }
}
