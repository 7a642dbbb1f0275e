package io.carrick.jms.half;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HalfMessageOptionsTest {
    @Test
    void shouldNotTakeAShortTimeForNoneNorFailForALongOne() {
        assertThat(HalfMessageOptions.millis(Duration.ZERO)).isZero();
        assertThat(HalfMessageOptions.millis(Duration.ofNanos(1))).isEqualTo(1);
        assertThat(HalfMessageOptions.millis(Duration.ofMillis(1500))).isEqualTo(1500);
        assertThat(HalfMessageOptions.millis(Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldRefuseWhatIsNoTimeAndNoPriority() {
        HalfMessageOptions options = HalfMessageOptions.DEFAULT;
        assertThatThrownBy(() -> options.withTimeToLive(Duration.ofMillis(-1))).hasMessageContaining("time to live");
        assertThatThrownBy(() -> options.withPriority(10)).hasMessageContaining("priority");
    }
}
