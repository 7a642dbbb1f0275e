package io.carrick.samples.orders;

import io.carrick.jms.half.LocalTransactionState;

/** The state of an order in the table, and with it the outcome of its half message. */
enum OrderState {
    NOT_PAID("not paid", LocalTransactionState.UNKNOWN),
    PAID("paid", LocalTransactionState.COMMIT),
    CANCELLED("cancelled", LocalTransactionState.ROLLBACK);

    private final String text;
    private final LocalTransactionState outcome;

    OrderState(String text, LocalTransactionState outcome) {
        this.text = text;
        this.outcome = outcome;
    }

    LocalTransactionState outcome() {
        return outcome;
    }

    @Override
    public String toString() {
        return text;
    }
}
