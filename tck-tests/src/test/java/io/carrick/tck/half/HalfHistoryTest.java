package io.carrick.tck.half;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.half.OrderTable.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of half messages, and the table that it judges by. */
class HalfHistoryTest {
    private final HalfHistory history = new HalfHistory();
    private final HalfKey key = new HalfKey(1, 1);

    @Test
    void shouldFindNothingWrongWithAMarkedRedelivery() {
        history.delivered(key, false, Outcome.COMMITTED);
        history.delivered(key, true, Outcome.COMMITTED);
        history.consuming(key);
        history.consumed(key);

        assertThat(history.anomalies(Set.of(key))).isEmpty();
    }

    @Test
    void shouldAcceptEitherOutcomeOfAConsumptionWithoutAnswer() {
        history.delivered(key, false, Outcome.COMMITTED);
        history.consuming(key);
        assertThat(history.anomalies(Set.of(key))).isEmpty();

        history.delivered(key, true, Outcome.COMMITTED);
        assertThat(history.anomalies(Set.of(key))).isEmpty();
    }

    @Test
    void shouldFindWhatIsLost() {
        history.delivered(key, false, Outcome.COMMITTED);

        assertThat(history.anomalies(Set.of(key))).singleElement().asString().startsWith("lost");
    }

    @Test
    void shouldFindWhatIsEarly() {
        history.delivered(key, false, Outcome.OPEN);

        assertThat(history.anomalies(Set.of())).singleElement().asString().startsWith("early");
    }

    @Test
    void shouldFindAPhantom() {
        history.delivered(key, false, Outcome.ROLLED_BACK);

        assertThat(history.anomalies(Set.of())).singleElement().asString().startsWith("phantom");
    }

    @Test
    void shouldFindWhatComesTwice() {
        history.delivered(key, false, Outcome.COMMITTED);
        history.delivered(key, false, Outcome.COMMITTED);

        assertThat(history.anomalies(Set.of())).singleElement().asString().startsWith("double");
    }

    @Test
    void shouldFindWhatComesBackAfterItWasConsumed() {
        history.delivered(key, false, Outcome.COMMITTED);
        history.consuming(key);
        history.consumed(key);
        history.delivered(key, true, Outcome.COMMITTED);

        assertThat(history.anomalies(Set.of(key))).singleElement().asString().startsWith("double");
    }

    @Test
    void shouldKnowOpenTransactionsForRolledBackOnlyWhenTheirProducerIsDead(@TempDir Path directory)
            throws IOException {
        OrderTable table = new OrderTable(directory);
        HalfKey second = new HalfKey(1, 2);
        HalfKey third = new HalfKey(1, 3);
        try (OrderTable.Writer writer = table.begin(1)) {
            writer.end(key, true);
            assertThat(table.outcome(key)).isEqualTo(Outcome.COMMITTED);
            assertThat(table.outcome(second)).isEqualTo(Outcome.OPEN);
            writer.end(second, false);
        }
        Files.writeString(directory.resolve("life-1"), "1 C\n2 R\n3 C");

        assertThat(table.outcome(third)).isEqualTo(Outcome.OPEN);
        table.over(1);
        assertThat(table.outcome(second)).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(table.outcome(third)).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(table.committed(1)).containsExactly(key);
    }
}
