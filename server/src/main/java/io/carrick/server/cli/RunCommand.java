package io.carrick.server.cli;

import io.carrick.server.config.ServerConfiguration;
import io.carrick.server.logging.Logging;
import io.carrick.server.node.CarrickEngine;
import io.carrick.server.node.ExitStatus;
import io.carrick.server.node.Node;
import io.carrick.server.node.StartupException;
import io.carrick.server.yaml.ConfigurationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Runs a broker until it is told to stop (SIGTERM or SIGINT).",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigurationOptions configuration;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the first listener, 0 for a free one; same as --set listeners[0].port=PORT.")
    private Integer port;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Same as --set http.port=PORT.")
    private Integer httpPort;

    private static void configureLogging(ServerConfiguration loaded) throws CommandFailure {
        try {
            Logging.configure(loaded.logging());
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.USAGE, "logging.audit-file cannot be written: " + e);
        }
    }

    @Override
    public Integer call() throws CommandFailure {
        ServerConfiguration loaded = configuration.load(System.getenv(), ports());
        configureLogging(loaded);
        Shutdown shutdown = Shutdown.onSignal();
        LOG.info(
                "starting version={} java={} node={} data={} heap={}MiB",
                Version.text(),
                Runtime.version(),
                loaded.node().name(),
                loaded.data().toAbsolutePath().normalize(),
                Runtime.getRuntime().maxMemory() >> 20);
        Node node = start(loaded);
        node.storageFailure().thenAccept(failure -> {
            LOG.error("STORAGE FAILED, nothing is acknowledged any more, the broker ends now", failure);
            shutdown.request(ExitStatus.STORAGE);
        });
        ExitStatus status = shutdown.await();
        LOG.info("stopping");
        node.stop();
        ExitStatus end = node.storageFailure().isDone() ? ExitStatus.STORAGE : status;
        LOG.info("stopped exit={}", end.code());
        shutdown.finished(end);
        return end.code();
    }

    private List<String> ports() {
        List<String> settings = new ArrayList<>();
        if (port != null) {
            settings.add("listeners[0].port=" + port);
        }
        if (httpPort != null) {
            settings.add("http.port=" + httpPort);
        }
        return settings;
    }

    private static Node start(ServerConfiguration configuration) throws CommandFailure {
        try {
            return Node.start(configuration, CarrickEngine::start);
        } catch (ConfigurationException e) {
            throw new CommandFailure(ExitStatus.USAGE, e.getMessage());
        } catch (StartupException e) {
            throw new CommandFailure(e.status(), "cannot start: " + e.getMessage());
        }
    }
}
