package io.carrick.tck.half;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.half.HalfMessage;
import io.carrick.jms.half.HalfMessageCheck;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.LocalTransactionListener;
import io.carrick.jms.half.LocalTransactionState;

/** An application whose process ends between its half message and the outcome. */
public final class DyingSender implements LocalTransactionListener {
    static final int EXIT_CODE = 42;

    private DyingSender() {}

    /** Sends one half message with that id and text. */
    public static void main(String[] arguments) throws Exception {
        String uri = arguments[0];
        String group = arguments[1];
        String queue = arguments[2];
        String id = arguments[3];
        try (HalfMessageProducer producer =
                new HalfMessageProducer(new CarrickConnectionFactory(uri), group, new DyingSender())) {
            producer.start();
            producer.send(id, new CarrickQueue(queue), producer.createTextMessage(id), null);
        }
    }

    @Override
    public LocalTransactionState execute(HalfMessage half, Object argument) {
        Runtime.getRuntime().halt(EXIT_CODE);
        return LocalTransactionState.COMMIT;
    }

    @Override
    public LocalTransactionState check(HalfMessageCheck check) {
        return LocalTransactionState.UNKNOWN;
    }
}
