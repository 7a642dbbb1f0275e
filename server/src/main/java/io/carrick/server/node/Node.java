package io.carrick.server.node;

import io.carrick.broker.Authorizer;
import io.carrick.broker.Broker;
import io.carrick.server.api.ConnectionApi;
import io.carrick.server.api.FindApi;
import io.carrick.server.api.HalfMessageApi;
import io.carrick.server.api.Health;
import io.carrick.server.api.ManagementApi;
import io.carrick.server.api.MessageApi;
import io.carrick.server.api.Metrics;
import io.carrick.server.api.TransactionApi;
import io.carrick.server.config.HttpConfiguration;
import io.carrick.server.config.ServerConfiguration;
import io.carrick.server.http.Gatekeeper;
import io.carrick.server.http.HttpServer;
import io.carrick.server.http.Router;
import io.carrick.server.metrics.BrokerMetrics;
import io.carrick.server.operator.OperatorTransactions;
import io.carrick.server.security.AdminToken;
import io.carrick.server.security.ExternalUsers;
import io.carrick.server.security.PermissionTable;
import io.carrick.server.security.Users;
import io.carrick.server.security.UsersFile;
import io.carrick.server.tls.ReloadingTls;
import io.carrick.server.yaml.ConfigurationException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running broker: an engine, the HTTP port beside it, and their end. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final ServerConfiguration configuration;
    private final Engine engine;
    private final CompletableFuture<Throwable> storageFailure;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Node::workerThread);
    private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    private Optional<HttpServer> http = Optional.empty();
    private BrokerMetrics metrics;
    private volatile boolean serving;

    private Node(ServerConfiguration configuration, Engine engine, CompletableFuture<Throwable> storageFailure) {
        this.configuration = configuration;
        this.engine = engine;
        this.storageFailure = storageFailure;
        addresses.putAll(engine.listeners());
    }

    private static Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "carrick-management");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a broker and logs that it is ready.
     *
     * @throws StartupException if the disk, a port or the users file cannot be used
     * @throws ConfigurationException if a file that the configuration names holds something wrong
     */
    public static Node start(ServerConfiguration configuration, Engine.Factory factory)
            throws StartupException, ConfigurationException {
        Users users = users(configuration);
        Authorizer authorizer = PermissionTable.of(configuration.security());
        Engine.Security security = new Engine.Security(
                users, ExternalUsers.of(configuration.security().externalMapping()), authorizer);
        CompletableFuture<Throwable> storageFailure = new CompletableFuture<>();
        Engine engine = factory.start(configuration, security, storageFailure::complete);
        Node node = new Node(configuration, engine, storageFailure);
        try {
            Predefined.create(configuration, engine.broker().administration());
            node.startHttp(users, authorizer);
        } catch (IOException e) {
            node.stop();
            throw new StartupException(ExitStatus.FAILED, e.getMessage(), e);
        } catch (StartupException | ConfigurationException | RuntimeException e) {
            node.stop();
            throw e;
        }
        node.serving = true;
        LOG.info("ready {}", node.addressLine());
        return node;
    }

    private static Users users(ServerConfiguration configuration) throws StartupException, ConfigurationException {
        UsersFile file = new UsersFile(configuration.usersFile());
        try {
            return new Users(file, configuration.security().roles(), System::nanoTime);
        } catch (IOException e) {
            throw new StartupException(ExitStatus.USAGE, file.path() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void startHttp(Users users, Authorizer authorizer) throws IOException, ConfigurationException {
        HttpConfiguration settings = configuration.http();
        if (!settings.enabled()) {
            return;
        }
        AdminToken token = AdminToken.random();
        Gatekeeper gatekeeper = new Gatekeeper(users, authorizer, token, settings.unauthenticatedMetrics());
        Optional<Supplier<SslContext>> tls = settings.tls().isPresent()
                ? Optional.of(new ReloadingTls("http", settings.tls().get(), System::nanoTime))
                : Optional.empty();
        HttpServer server = new HttpServer(settings, routes(gatekeeper, authorizer), gatekeeper, worker, tls);
        InetSocketAddress address = server.start();
        http = Optional.of(server);
        addresses.put(settings.tls().isPresent() ? "https" : "http", address);
        ManagementFile.of(Addresses.url(address, settings.tls().isPresent()), token)
                .write(configuration.data());
    }

    private Router routes(Gatekeeper gatekeeper, Authorizer authorizer) {
        Broker broker = engine.broker();
        Router router = new Router();
        metrics = new BrokerMetrics(configuration.http().metricsQueueLimit(), Clock.systemUTC());
        new Health(broker.administration(), () -> serving).addTo(router);
        new Metrics(broker.administration(), metrics).addTo(router);
        new ManagementApi(broker.administration(), gatekeeper).addTo(router);
        new ConnectionApi(broker.administration(), gatekeeper).addTo(router);
        new FindApi(broker.administration(), gatekeeper).addTo(router);
        OperatorTransactions transactions = new OperatorTransactions(broker.administration(), authorizer);
        new HalfMessageApi(broker.administration(), transactions, gatekeeper).addTo(router);
        new TransactionApi(transactions, Clock.systemUTC()).addTo(router);
        new MessageApi(broker, worker, Clock.systemUTC()).addTo(router);
        return router;
    }

    /** The bound addresses by name, listeners first. */
    public Map<String, InetSocketAddress> addresses() {
        return Map.copyOf(addresses);
    }

    private String addressLine() {
        return Addresses.line(addresses);
    }

    /** Completes when the disk has failed; then nothing is acknowledged any more and the process must end. */
    public CompletableFuture<Throwable> storageFailure() {
        return storageFailure.copy();
    }

    /** Stops in order. Returns when everything is on disk, or the disk has failed. */
    public void stop() {
        serving = false;
        closeHttp();
        if (storageFailure.isDone()) {
            engine.abandon();
        } else {
            engine.stop();
        }
    }

    private void closeHttp() {
        http.ifPresent(HttpServer::close);
        worker.shutdown();
        if (metrics != null) {
            metrics.close();
        }
        try {
            ManagementFile.delete(configuration.data());
        } catch (IOException e) {
            LOG.warn("management file not deleted: {}", e.toString());
        }
    }
}
