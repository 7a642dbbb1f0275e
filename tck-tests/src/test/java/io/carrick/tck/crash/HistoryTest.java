package io.carrick.tck.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge itself: every anomaly is found, and none where there is none. */
class HistoryTest {
    private final History history = new History();
    private final MessageKey first = new MessageKey(1, 1);
    private final MessageKey second = new MessageKey(1, 2);

    private void acknowledge(MessageKey message) {
        history.sendInvoked(message);
        history.sendAcknowledged(message);
    }

    @Test
    void shouldFindNothingWrongWithMarkedRedeliveryAndUnknownSend() {
        acknowledge(first);
        history.sendInvoked(second);
        history.delivered("c", first, false);
        history.delivered("d", first, true);

        assertThat(history.anomalies()).isEmpty();
    }

    @Test
    void shouldAcceptMessageOfUnknownOutcomeThatAppears() {
        history.sendInvoked(first);
        history.delivered("c", first, false);

        assertThat(history.anomalies()).isEmpty();
    }

    @Test
    void shouldFindLostMessage() {
        acknowledge(first);

        assertThat(history.anomalies()).singleElement().asString().startsWith("lost");
        assertThat(history.missing()).containsExactly(first);
    }

    @Test
    void shouldFindPhantom() {
        history.delivered("c", first, false);

        assertThat(history.anomalies()).singleElement().asString().startsWith("phantom");
    }

    @Test
    void shouldFindDuplicateWithoutMark() {
        acknowledge(first);
        history.delivered("c", first, false);
        history.delivered("d", first, false);

        assertThat(history.anomalies()).singleElement().asString().startsWith("duplicate");
    }

    @Test
    void shouldFindMessageThatComesBackAfterItsConsumptionWasConfirmed() {
        acknowledge(first);
        history.delivered("c", first, false);
        history.confirmed(first);
        history.delivered("c", first, true);

        assertThat(history.anomalies()).singleElement().asString().startsWith("recovered");
    }

    @Test
    void shouldFindRefusedMessageThatIsDelivered() {
        history.sendInvoked(first);
        history.sendRefused(first);
        history.delivered("c", first, false);

        assertThat(history.anomalies()).singleElement().asString().startsWith("aborted read");
    }

    @Test
    void shouldFindOrderInversionAmongFirstDeliveriesOnly() {
        acknowledge(first);
        acknowledge(second);
        history.delivered("c", second, false);
        history.delivered("c", first, false);
        history.delivered("c", second, true);

        assertThat(history.anomalies()).singleElement().asString().startsWith("order inversion");
    }

    @Test
    void shouldNotCompareOrderAcrossConsumers() {
        acknowledge(first);
        acknowledge(second);
        history.delivered("c", second, false);
        history.delivered("d", first, false);

        assertThat(history.anomalies()).isEmpty();
    }
}
