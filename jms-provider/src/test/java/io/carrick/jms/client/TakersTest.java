package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.client.RecordingLink.Named;
import io.carrick.jms.wire.InboundDelivery;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TakersTest {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Fetching fetching = new Fetching(new CreditPolicy(1, true, 1));
    private final Deque<InboundDelivery> messages = new ArrayDeque<>();
    private Runnable whenAsked = () -> {};
    private boolean over;
    private int asked;
    private JMSException failure;

    @BeforeEach
    void lock() {
        lock.lock();
        fetching.open(new RecordingLink());
    }

    @AfterEach
    void unlock() {
        lock.unlock();
    }

    private Takers takers(boolean localOnly) {
        Inbox.Patience patience = new Inbox.Patience(PATIENCE_NANOS, localOnly, localOnly);
        return new Takers(new Shelf(), fetching, patience, SystemTimer.SHARED, lock.newCondition());
    }

    @Test
    void shouldTakeWhatIsThereWithoutAsking() throws Exception {
        messages.add(new Named("a"));
        assertThat(takers(false).take(0)).isEqualTo(new Named("a"));
        assertThat(asked).isZero();
    }

    @Test
    void shouldBelieveTheBrokerThatThereIsNone() throws Exception {
        whenAsked = fetching::drained;
        assertThat(takers(false).take(0)).isNull();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatTheBrokerHasWhenAsked() throws Exception {
        whenAsked = () -> {
            messages.add(new Named("a"));
            fetching.drained();
        };
        assertThat(takers(false).take(1)).isEqualTo(new Named("a"));
    }

    @Test
    void shouldNotAskTheBrokerWhereThatIsNotWanted() throws Exception {
        assertThat(takers(true).take(0)).isNull();
        assertThat(takers(true).take(1)).isNull();
        assertThat(asked).isZero();
    }

    @Test
    void shouldFailIfTheBrokerDoesNotAnswer() {
        Takers takers = takers(false);
        assertThatThrownBy(() -> takers.take(0)).hasMessageContaining("has not said within 1 ms");
        assertThat(failure).isNotNull();
        assertThat(takers.isAny()).isFalse();
    }

    @Test
    void shouldEndWhenNoMessageWillCome() throws Exception {
        over = true;
        assertThat(takers(false).take(-1)).isNull();
        assertThat(asked).isZero();
    }

    private final class Shelf implements Takers.Source {
        @Override
        public InboundDelivery next() {
            return messages.poll();
        }

        @Override
        public boolean isDeliverable() {
            return !messages.isEmpty();
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public void topUp() {
            // Messages come without.
        }

        @Override
        public boolean canAsk() {
            return true;
        }

        @Override
        public boolean ask() {
            if (fetching.isDraining()) {
                return false;
            }
            asked++;
            fetching.drain();
            whenAsked.run();
            return true;
        }

        @Override
        public void fail(JMSException cause) {
            failure = cause;
        }
    }
}
