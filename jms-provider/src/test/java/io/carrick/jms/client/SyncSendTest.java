package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;

class SyncSendTest {
    private final SyncSend send = new SyncSend();

    @Test
    void shouldSayThatAMessageWasNotSentWhichIsNotSentLaterEither() {
        assertThatThrownBy(() -> send.await(1)).isInstanceOf(JMSException.class).hasMessageContaining("was not sent");
        assertThat(send.isWithdrawn()).isTrue();
        assertThat(send.begin()).isFalse();
    }

    @Test
    void shouldSayThatTheOutcomeOfAMessageIsUnknownWhichIsNotSentAgain() {
        assertThat(send.begin()).isTrue();
        assertThatThrownBy(() -> send.await(1)).isInstanceOf(JMSException.class).hasMessageContaining("unknown");
        assertThat(send.begin()).isFalse();
    }

    @Test
    void shouldWithdrawWhenTheCallerIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> send.await(-1))
                .hasMessageContaining("Interrupted")
                .hasMessageContaining("not sent");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(send.isWithdrawn()).isTrue();
    }

    @Test
    void shouldTellWhatTheBrokerHasSaid() {
        assertThat(send.begin()).isTrue();
        send.accepted();
        assertThatCode(() -> send.await(1)).doesNotThrowAnyException();

        SyncSend refused = new SyncSend();
        JMSException cause = new JMSException("full");
        refused.failed(cause);
        assertThatThrownBy(() -> refused.await(1)).isSameAs(cause);
    }
}
