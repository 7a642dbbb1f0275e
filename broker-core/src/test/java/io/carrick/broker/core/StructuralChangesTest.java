package io.carrick.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructuralChangesTest {
    private final StructuralChanges changes = new StructuralChanges();
    private final List<Integer> order = new ArrayList<>();

    @Test
    void shouldStartAChangeOnlyWhenTheOneBeforeIsDone() {
        List<Runnable> open = new ArrayList<>();
        changes.run(done -> {
            order.add(1);
            open.add(done);
        });
        changes.run(done -> {
            order.add(2);
            done.run();
        });
        assertThat(order).containsExactly(1);

        open.get(0).run();

        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void shouldGetThroughAnyNumberOfWaitingChangesWithoutDeepeningTheStack() {
        List<Runnable> open = new ArrayList<>();
        changes.run(open::add);
        for (int i = 0; i < 200_000; i++) {
            int number = i;
            changes.run(done -> {
                order.add(number);
                done.run();
            });
        }

        open.get(0).run();

        assertThat(order).hasSize(200_000).isSorted();
    }
}
