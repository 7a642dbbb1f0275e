package io.carrick.samples.modules;

import io.carrick.jms.CarrickConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;

/**
 * A named module that uses the provider as one. The provider's module is automatic and cannot say what it needs, so
 * that all of the module path has to be added.
 *
 * <p>Usage: {@code java --module-path sample-module-path.jar:lib --add-modules ALL-MODULE-PATH --module
 * io.carrick.samples.modules/io.carrick.samples.modules.GreetingSample [URI]}, with a broker at amqp://localhost:5672 by
 * default.
 */
public final class GreetingSample {
    private static final long PATIENCE_MILLIS = 20_000;

    private GreetingSample() {}

    public static void main(String[] args) {
        String uri = args.length > 0 ? args[0] : "amqp://localhost:5672";
        System.out.println("provider in module "
                + CarrickConnectionFactory.class.getModule().getName());
        try (JMSContext context = new CarrickConnectionFactory(uri).createContext()) {
            Queue greetings = context.createQueue("sample.greetings");
            context.createProducer().send(greetings, "hello");
            System.out.println(
                    "received " + context.createConsumer(greetings).receiveBody(String.class, PATIENCE_MILLIS));
        }
    }
}
