package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carrick.broker.InvalidFilterException;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation leaves nothing to the garbage collector, unless it calculates. */
class SelectorAllocationTest {
    private static final int EVALUATIONS = 10_000;

    /** Far less than one object for each evaluation; the measurement itself allocates a little. */
    private static final long ALLOWED_BYTES = EVALUATIONS;

    private static final Properties MESSAGE = Properties.sample();

    private static long allocatedBytes(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        action.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < EVALUATIONS; i++) {
            action.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t = 'text'",
                "i = 42 AND l > 1000 AND d <> 2.5",
                "i >= 41.5 OR none = 3",
                "Country IN ('US', 'France', 'UK') AND NOT Country IN ('DE')",
                "t LIKE '%ex_' AND quote NOT LIKE '%x%'",
                "i BETWEEN 1 AND 100 AND none IS NULL",
                "yes AND (no OR none OR t <> 'x')"
            })
    void shouldNotAllocateToEvaluate(String text) throws InvalidFilterException {
        Selector selector = Selector.parse(text);
        assertThat(allocatedBytes(() -> selector.matches(MESSAGE))).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void shouldNotAllocateToFindCandidates() throws InvalidFilterException {
        FilterIndex<String> index = new FilterIndex<>();
        for (int i = 0; i < 100; i++) {
            index.add("country" + i, Selector.parse("Country = 'C" + i + "'"));
            index.add("number" + i, Selector.parse("i = " + i));
        }
        index.add("all", null);
        Consumer<String> callback = candidate -> {};
        assertThat(allocatedBytes(() -> index.candidates(MESSAGE, callback))).isLessThan(ALLOWED_BYTES);
    }
}
