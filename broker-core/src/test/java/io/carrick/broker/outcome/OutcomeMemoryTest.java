package io.carrick.broker.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.store.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutcomeMemoryTest {
    private static final long KEPT = 1000;

    @Test
    void shouldKeepTheFirstOutcomeOfAKeyWithItsTime() {
        OutcomeMemory memory = new OutcomeMemory(KEPT, 10);
        OutcomeKey key = OutcomeKey.of(0, "group", "id");

        memory.add(key, 2, 100);
        memory.add(key, 3, 101);

        assertThat(memory.find(key)).isEqualTo(2);
        assertThat(memory.timeMillis(key)).isEqualTo(100);
        assertThat(memory.find(OutcomeKey.of(0, "other", "id"))).isEqualTo(OutcomeMemory.NONE);
    }

    @Test
    void shouldTellNamesApartThatAreTheSameWhenJoined() {
        assertThat(OutcomeKey.of(0, "ab", "c")).isNotEqualTo(OutcomeKey.of(0, "a", "bc"));
        assertThat(OutcomeKey.of(0, "a")).isNotEqualTo(OutcomeKey.of(1, "a"));
    }

    @Test
    void shouldDoAsAMapWithTimesDoes() {
        Seeds.forEach(seed -> {
            Random random = Seeds.random(seed);
            int max = 1 + random.nextInt(300);
            OutcomeMemory memory = new OutcomeMemory(KEPT, max);
            Map<OutcomeKey, long[]> model = new LinkedHashMap<>();
            long now = 0;
            for (int step = 0; step < 2000; step++) {
                now += random.nextInt(8);
                OutcomeKey key = key(random.nextInt(400));
                int outcome = random.nextInt(256);
                memory.add(key, outcome, now);
                add(model, max, key, outcome, now);
                if (random.nextInt(500) == 0) {
                    memory = written(memory, max);
                }
                OutcomeKey other = key(random.nextInt(400));
                long[] expected = model.get(other);
                assertThat(memory.find(other)).isEqualTo(expected == null ? OutcomeMemory.NONE : (int) expected[0]);
                assertThat(memory.timeMillis(other)).isEqualTo(expected == null ? OutcomeMemory.NONE : expected[1]);
            }
            assertThat(memory.size()).isEqualTo(model.size());
        });
    }

    private static void add(Map<OutcomeKey, long[]> model, int max, OutcomeKey key, int outcome, long now) {
        model.values().removeIf(each -> each[1] < now - KEPT);
        if (model.containsKey(key)) {
            return;
        }
        if (model.size() == max) {
            Iterator<OutcomeKey> oldest = model.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        model.put(key, new long[] {outcome, now});
    }

    /** Few homes in the table, so that keys get into each other's way. */
    private static OutcomeKey key(int number) {
        return new OutcomeKey(number, number % 7);
    }

    private static OutcomeMemory written(OutcomeMemory memory, int max) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.write(new DataOutputStream(bytes));
        OutcomeMemory read = new OutcomeMemory(KEPT, max);
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return read;
    }
}
