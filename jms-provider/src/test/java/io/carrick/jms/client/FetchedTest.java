package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.jms.client.RecordingLink.Named;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchedTest {
    private static final Named A = new Named("a");
    private static final Named B = new Named("b");
    private static final Named C = new Named("c");

    private final Fetched fetched = new Fetched();
    private final List<String> returned = new ArrayList<>();

    private void finishReturn() {
        fetched.finishReturn(
                attempted -> returned.add(attempted + " attempted"),
                untouched -> returned.add(untouched + " untouched"));
    }

    @Test
    void shouldHandOutInOrderAndFirstWhatWasPutBack() {
        fetched.add(A);
        fetched.add(B);
        assertThat(fetched.take()).isEqualTo(A);
        fetched.addFirst(A);
        assertThat(fetched.size()).isEqualTo(2);
        assertThat(fetched.take()).isEqualTo(A);
        assertThat(fetched.take()).isEqualTo(B);
        assertThat(fetched.isAvailable()).isFalse();
    }

    @Test
    void shouldReturnWhatWasTakenBeforeWhatWasNot() {
        fetched.add(B);
        fetched.beginReturn(List.of(A));
        fetched.add(C);
        assertThat(fetched.isAvailable()).as("while messages go back").isFalse();
        finishReturn();
        assertThat(returned).containsExactly("a attempted", "b untouched", "c untouched");
        assertThat(fetched.isReturning()).isFalse();
        assertThat(fetched.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepWhatItHasWhenNothingGoesBackAfterAll() {
        fetched.add(A);
        fetched.beginReturn(List.of());
        fetched.cancelReturn();
        assertThat(fetched.isAvailable()).isTrue();
    }

    @Test
    void shouldForgetEverythingWithTheLink() {
        fetched.add(A);
        fetched.beginReturn(List.of(B));
        fetched.abandon();
        assertThat(fetched.isReturning()).isFalse();
        assertThat(fetched.isAvailable()).isFalse();
    }
}
