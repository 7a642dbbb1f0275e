package io.carrick.benchmarks.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void shouldBeCleanWhenEachMessageArrivedOnceInEachCopy() {
        DeliveryLedger ledger = new DeliveryLedger(2, 2);
        for (int producer = 0; producer < 2; producer++) {
            ledger.confirmed(producer, 0);
            ledger.received(0, producer, 0);
            ledger.received(1, producer, 0);
        }

        assertThat(ledger.verdict().clean()).isTrue();
        assertThat(ledger.receivedCount()).isEqualTo(4);
    }

    @Test
    void shouldCountALossThatADuplicateWouldHideInTheTotal() {
        DeliveryLedger ledger = new DeliveryLedger(1, 1);
        ledger.confirmed(0, 0);
        ledger.confirmed(0, 1);
        ledger.received(0, 0, 1);
        ledger.received(0, 0, 1);

        assertThat(ledger.verdict()).isEqualTo(new Verdict(1, 1, 0));
    }

    @Test
    void shouldAcceptAReceiptThatOvertakesItsConfirmation() {
        DeliveryLedger ledger = new DeliveryLedger(1, 1);
        ledger.received(0, 0, 0);
        ledger.confirmed(0, 0);

        assertThat(ledger.verdict().clean()).isTrue();
    }

    @Test
    void shouldRejectAProducerThatDoesNotExist() {
        DeliveryLedger ledger = new DeliveryLedger(1, 1);
        ledger.received(0, 7, 0);

        assertThat(ledger.verdict().duplicated()).isEqualTo(1);
    }

    @Test
    void shouldWaitForTheLastReceipt() throws Exception {
        DeliveryLedger ledger = new DeliveryLedger(1, 1);
        ledger.confirmed(0, 0);
        long before = System.nanoTime();
        CompletableFuture<Void> receipt = CompletableFuture.runAsync(() -> ledger.received(0, 0, 0));

        long end = ledger.awaitComplete(LONG, () -> false);
        receipt.get();

        assertThat(end - before).isBetween(0L, LONG.toNanos());
        assertThat(ledger.verdict().clean()).isTrue();
    }

    @Test
    void shouldGiveUpWhenNothingArrives() throws Exception {
        DeliveryLedger ledger = new DeliveryLedger(1, 1);
        ledger.confirmed(0, 0);

        ledger.awaitComplete(Duration.ofMillis(1), () -> false);

        assertThat(ledger.verdict().lost()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpWhenTheRunIsAborted() throws Exception {
        DeliveryLedger ledger = new DeliveryLedger(1, 1);
        ledger.confirmed(0, 0);

        ledger.awaitComplete(LONG, () -> true);

        assertThat(ledger.verdict().lost()).isEqualTo(1);
    }
}
