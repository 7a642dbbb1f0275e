package io.carrick.broker;

import java.util.function.Consumer;

/** Takes the one answer to a request, on the connection's executor. */
public interface Reply<T> {
    void succeeded(T value);

    void failed(BrokerError error);

    /** A reply made of two lambdas. */
    static <T> Reply<T> of(Consumer<? super T> onSuccess, Consumer<BrokerError> onFailure) {
        return new Reply<>() {
            @Override
            public void succeeded(T value) {
                onSuccess.accept(value);
            }

            @Override
            public void failed(BrokerError error) {
                onFailure.accept(error);
            }
        };
    }
}
