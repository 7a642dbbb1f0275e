package io.carrick.broker.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.InvalidFilterException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SelectorCacheTest {
    private final SelectorCache cache = new SelectorCache();

    @Test
    void shouldShareSelectorsOfTheSameText() throws InvalidFilterException {
        assertThat(cache.get("a = 1")).isSameAs(cache.get("a = 1"));
    }

    @Test
    void shouldShareSelectorsOfTheSameMeaning() throws InvalidFilterException {
        Selector selector = cache.get("a=1 and(b)");
        assertThat(cache.get("a = 1 AND b")).isSameAs(selector);
        assertThat(cache.get("a=1 and(b)")).isSameAs(selector);
        assertThat(cache.get("(a=1) AND b")).isSameAs(selector);
        assertThat(cache.size()).isEqualTo(3);
    }

    @Test
    void shouldNotRememberErrors() {
        assertThatThrownBy(() -> cache.get("a = ")).isInstanceOf(InvalidFilterException.class);
        assertThat(cache.size()).isZero();
    }

    @Test
    void shouldForgetSelectorsThatNobodyUses() throws InvalidFilterException {
        Selector used = cache.get("used = 1");
        for (int i = 0; i < 100; i++) {
            assertThat(cache.get("a = " + i).text()).isEqualTo("a = " + i);
        }
        List<byte[]> pressure = new ArrayList<>();
        for (int i = 0; i < 100 && cache.size() > 1; i++) {
            System.gc();
            pressure.add(new byte[1024]);
        }
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.get("used = 1")).isSameAs(used);
    }

    @Test
    void shouldShareBetweenThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Selector> get = () -> cache.get("a = 1 AND b = 2");
            Set<Selector> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Future<Selector> selector : threads.invokeAll(Collections.nCopies(100, get))) {
                distinct.add(selector.get());
            }
            assertThat(distinct).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
