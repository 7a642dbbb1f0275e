package io.carrick.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListenerCallTest {
    private final ListenerCall call = new ListenerCall();

    @Test
    void shouldNotWaitForTheCallThatOneIsWithin() {
        call.begin("a");
        assertThat(call.isElsewhere()).isFalse();
        call.await(TimeUnit.HOURS.toMillis(1));
        call.end();
    }

    @Test
    void shouldWaitForTheCallOfAnotherThread() throws Exception {
        CompletableFuture.runAsync(() -> call.begin("a")).get(10, TimeUnit.SECONDS);
        assertThat(call.isElsewhere()).isTrue();
        call.await("b", TimeUnit.HOURS.toMillis(1));
        Thread waiter = new Thread(() -> call.await("a", TimeUnit.HOURS.toMillis(1)));
        waiter.start();
        ReceiveTest.await(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        call.end();
        waiter.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(waiter.isAlive()).isFalse();
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOver() throws Exception {
        CompletableFuture.runAsync(() -> call.begin("a")).get(10, TimeUnit.SECONDS);
        call.await(1);
        assertThat(call.isElsewhere()).isTrue();
    }
}
