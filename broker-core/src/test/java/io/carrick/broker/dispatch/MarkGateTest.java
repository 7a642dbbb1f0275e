package io.carrick.broker.dispatch;

import static io.carrick.broker.dispatch.DispatchFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkGateTest {
    @TempDir
    private Path directory;

    private DispatchFixture fixture;
    private MarkGate gate;

    @BeforeEach
    void start() throws IOException {
        fixture = new DispatchFixture(directory);
        gate = new MarkGate(fixture.queue(), fixture);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    @Test
    void shouldCloseUntilTheFirstMarkIsInTheJournal() {
        assertThat(gate.allows(key(0))).isFalse();
        assertThat(gate.isClosed()).isTrue();
        assertThat(fixture.marks).containsExactly((long) MarkGate.AHEAD);

        fixture.applyMark();
        gate.marked();

        assertThat(gate.isClosed()).isFalse();
        assertThat(gate.allows(key(0))).isTrue();
        assertThat(fixture.marks).hasSize(1);
    }

    @Test
    void shouldAskForTheFirstMarkBeforeThereIsAMessage() {
        gate.prepare();

        assertThat(fixture.marks).containsExactly((long) MarkGate.AHEAD);
        assertThat(gate.isClosed()).isFalse();
    }

    @Test
    void shouldAskForTheNextMarkOnceAndBeforeTheLastOneIsReached() {
        gate.prepare();
        fixture.applyMark();

        for (int index = 0; index < MarkGate.AHEAD / 2; index++) {
            assertThat(gate.allows(key(index))).isTrue();
        }
        assertThat(fixture.marks).hasSize(1);
        for (int index = MarkGate.AHEAD / 2; index < MarkGate.AHEAD; index++) {
            assertThat(gate.allows(key(index))).isTrue();
        }

        assertThat(fixture.marks).hasSize(2).last().isEqualTo(MarkGate.AHEAD / 2L + MarkGate.AHEAD);
        assertThat(gate.allows(key(MarkGate.AHEAD))).isFalse();
    }

    @Test
    void shouldLetMessagesPassThatAreInMemoryOnly() {
        assertThat(gate.allows(0)).isTrue();
        assertThat(fixture.marks).isEmpty();
    }
}
