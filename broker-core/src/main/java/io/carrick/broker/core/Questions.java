package io.carrick.broker.core;

import io.carrick.broker.BrokerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has the core thread answer what other threads ask. */
final class Questions {
    private final Shard shard;

    Questions(Shard shard) {
        this.shard = shard;
    }

    /** Answered on the core thread. */
    interface Question<T> {
        T answer() throws BrokerException;
    }

    <T> CompletionStage<T> ask(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        shard.execute(() -> {
            try {
                answer.complete(question.answer());
            } catch (BrokerException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
