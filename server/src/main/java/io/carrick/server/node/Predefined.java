package io.carrick.server.node;

import io.carrick.broker.Administration;
import io.carrick.broker.Administration.AddressStatus;
import io.carrick.broker.NodeKind;
import io.carrick.server.config.ServerConfiguration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Creates the queues and topics of the configuration. */
final class Predefined {
    private static final long TIMEOUT_SECONDS = 60;

    private Predefined() {}

    static void create(ServerConfiguration configuration, Administration administration) throws StartupException {
        if (configuration.queues().isEmpty() && configuration.topics().isEmpty()) {
            return;
        }
        List<AddressStatus> existing = await(administration.addresses(), "addresses cannot be listed");
        create(configuration.queues(), NodeKind.QUEUE, existing, administration);
        create(configuration.topics(), NodeKind.TOPIC, existing, administration);
    }

    private static void create(
            List<String> names, NodeKind kind, List<AddressStatus> existing, Administration administration)
            throws StartupException {
        for (String name : names) {
            boolean exists =
                    existing.stream().anyMatch(a -> a.kind() == kind && a.name().equals(name));
            if (!exists) {
                await(administration.createAddress(name, kind), "'" + name + "' cannot be created");
            }
        }
    }

    private static <T> T await(CompletionStage<T> stage, String failure) throws StartupException {
        try {
            return stage.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StartupException(
                    ExitStatus.FAILED, failure + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartupException(ExitStatus.FAILED, failure + " in " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException(ExitStatus.FAILED, "interrupted", e);
        }
    }
}
