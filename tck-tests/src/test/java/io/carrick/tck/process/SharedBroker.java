package io.carrick.tck.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One broker with the embedded default configuration for all test classes that ask for a {@link BrokerAddress}. Tests
 * keep apart by using addresses of their own. {@code -Dcarrick.external=HOST:PORT} runs the same tests against a broker
 * that runs already, which is how they are tried on other brokers.
 */
public final class SharedBroker implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BrokerAddress.class;
    }

    @Override
    public BrokerAddress resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String external = System.getProperty("carrick.external", "");
        if (!external.isEmpty()) {
            String[] parts = external.split(":", 2);
            return new BrokerAddress(parts[0], Integer.parseInt(parts[1]));
        }
        Running running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedBroker.class))
                .computeIfAbsent(Running.class, key -> new Running(), Running.class);
        return new BrokerAddress("127.0.0.1", running.broker.port());
    }

    private static final class Running implements AutoCloseable {
        private final BrokerProcess broker = BrokerProcess.named("shared").start();

        @Override
        public void close() {
            int exitCode = broker.stop();
            if (exitCode != 0) {
                throw new AssertionError("SIGTERM ended the shared broker with exit code " + exitCode);
            }
        }
    }
}
