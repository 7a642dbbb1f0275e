package io.carrick.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class QueueEntryTest {
    @Test
    void shouldReadBackEveryFieldItWrote() {
        QueueEntry entry = new QueueEntry(1L << 40, 2L << 40, 3, 4, 5, 6L << 40, 7L << 40, 8, 9, 10);
        ByteBuffer buffer = ByteBuffer.allocate(QueueEntry.ENTRY_BYTES);

        entry.write(buffer);
        QueueEntry read = QueueEntry.read(buffer.flip());

        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(read).usingRecursiveComparison().isEqualTo(entry);
    }

    @Test
    void shouldKeepTheDocumentedLayout() {
        ByteBuffer buffer = ByteBuffer.allocate(QueueEntry.ENTRY_BYTES);
        new QueueEntry(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).write(buffer);

        assertThat(buffer.getLong(0)).isEqualTo(1);
        assertThat(buffer.getLong(8)).isEqualTo(2);
        assertThat(buffer.getInt(16)).isEqualTo(3);
        assertThat(buffer.getInt(20)).isEqualTo(4);
        assertThat(buffer.getLong(24)).isEqualTo(6);
        assertThat(buffer.getLong(32)).isEqualTo(7);
        assertThat(buffer.getInt(40)).isEqualTo(5);
        assertThat(buffer.getInt(44)).isEqualTo(8);
        assertThat(buffer.getInt(48)).isEqualTo(9);
        assertThat(buffer.getInt(52)).isEqualTo(10);
    }

    @Test
    void shouldTakeAPlaceInTheLogLater() {
        QueueEntry entry = QueueEntries.unplaced(7);
        assertThat(entry.isPlaced()).isFalse();

        entry.place(4096, 12);

        assertThat(entry.isPlaced()).isTrue();
        assertThat(entry.position()).isEqualTo(4096);
        assertThat(entry.size()).isEqualTo(12);
    }

    @Test
    void shouldRefuseAPlaceThatIsNone() {
        assertThatThrownBy(() -> QueueEntries.unplaced(7).place(-1, 12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position -1")
                .hasMessageContaining("sequence 7");
    }
}
