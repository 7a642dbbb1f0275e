package io.carrick.tck.interop;

import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerDistribution;
import io.carrick.tck.process.BrokerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One broker with users, permissions, TLS and WebSocket for all test classes that ask for a {@link Running} one.
 *
 * <p>{@code alice} may do everything; {@code bob} may use {@code open.#} and send to {@code drop.#}.
 */
final class SecuredBroker implements ParameterResolver {
    static final String ALICE = "alice";
    static final String ALICE_PASSWORD = "wonderland & co";
    static final String BOB = "bob";
    static final String BOB_PASSWORD = "builder";
    static final int MESSAGE_SIZE_MAX = 65_536;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SecuredBroker.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    }

    /** The broker and what clients need to reach it. */
    static final class Running implements AutoCloseable {
        private final BrokerProcess broker;
        private final Certificates certificates;

        private Running(BrokerProcess broker, Certificates certificates) {
            this.broker = broker;
            this.certificates = certificates;
        }

        private static Running start() {
            try {
                Path directory = Path.of(System.getProperty("carrick.work", "target/work"))
                        .toAbsolutePath()
                        .resolve("certificates-" + ProcessHandle.current().pid());
                Certificates certificates = Certificates.make(directory, ALICE);
                BrokerProcess broker = BrokerProcess.named("secured")
                        .configuration(configuration(certificates, directory))
                        .build();
                addUser(directory, ALICE, ALICE_PASSWORD, "admin");
                addUser(directory, BOB, BOB_PASSWORD, "guest");
                return new Running(broker.start(), certificates);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static String configuration(Certificates certificates, Path directory) {
            return """
                    listeners:
                      - name: amqp
                        port: 0
                      - name: amqps
                        port: 0
                        sasl: [plain, scram-sha-256, scram-sha-512, external]
                        tls:
                          certificate: %s
                          key: %s
                          client-auth: optional
                          trust: %s
                      - name: ws
                        port: 0
                        websocket: true
                      - name: strict
                        port: 0
                        auto-create: false
                      - name: small
                        port: 0
                        max-frame-size: 512
                    security:
                      users-file: %s
                      permissions:
                        - address: "#"
                          verbs: [all]
                          roles: [admin]
                        - address: "open.#"
                          verbs: [send, receive, create, browse]
                          roles: [guest]
                        - address: "drop.#"
                          verbs: [send, create]
                          roles: [guest]
                    virtual-hosts: [localhost, 127.0.0.1]
                    queues: [known]
                    addresses:
                      - pattern: "sized.#"
                        message-size-max: %d
                    """.formatted(
                            certificates.server(),
                            certificates.serverKey(),
                            certificates.authority(),
                            directory.resolve("users.yaml"),
                            MESSAGE_SIZE_MAX);
        }

        private static void addUser(Path directory, String name, String password, String role)
                throws IOException, InterruptedException {
            ProcessBuilder command = new ProcessBuilder(BrokerDistribution.command(
                            List.of("-Xmx64m"),
                            List.of(
                                    "admin",
                                    "users",
                                    "add",
                                    name,
                                    "--role",
                                    role,
                                    "--file",
                                    directory.resolve("users.yaml").toString())))
                    .redirectErrorStream(true);
            command.environment().put("CARRICK_NEW_PASSWORD", password);
            Process process = command.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS)
                    || process.exitValue() != 0) {
                throw new AssertionError("cannot add user " + name + ": " + output);
            }
        }

        BrokerAddress listener(String name) {
            return new BrokerAddress(name.equals("amqps") ? "localhost" : "127.0.0.1", broker.port(name));
        }

        Certificates certificates() {
            return certificates;
        }

        @Override
        public void close() {
            int exitCode = broker.stop();
            if (exitCode != 0) {
                throw new AssertionError("SIGTERM ended the secured broker with exit code " + exitCode);
            }
        }
    }
}
