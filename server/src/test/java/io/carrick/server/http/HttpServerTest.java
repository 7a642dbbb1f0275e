package io.carrick.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.sasl.User;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerException;
import io.carrick.broker.Permission;
import io.carrick.server.config.HttpConfiguration;
import io.carrick.server.security.AdminToken;
import io.carrick.server.security.LocalAdministrator;
import io.carrick.server.security.Users;
import io.carrick.server.security.UsersFile;
import io.carrick.server.yaml.RecordBinder;
import io.carrick.server.yaml.YamlReader;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
    @TempDir
    private Path directory;

    private final AdminToken token = AdminToken.random();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Response> never = new CompletableFuture<>();
    private HttpServer server;
    private InetSocketAddress address;
    private HttpClient client;

    @BeforeEach
    void writeUsers() throws Exception {
        User ann = UsersFile.user("ann", Set.of("admin"), "pass:word".toCharArray());
        User bob = UsersFile.user("bob", Set.of(), "x".toCharArray());
        new UsersFile(directory.resolve("users.yaml")).write(List.of(ann, bob));
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        server.close();
        worker.shutdownNow();
    }

    private void start(String settings) throws Exception {
        HttpConfiguration configuration = RecordBinder.bind(YamlReader.read(settings, "test"), HttpConfiguration.class);
        Users users = new Users(new UsersFile(directory.resolve("users.yaml")), List.of(), System::nanoTime);
        Authorizer authorizer = (who, verb, name) -> LocalAdministrator.is(who)
                || who.roles().contains("admin") && verb == Permission.MANAGE && name.equals(Gatekeeper.BROKER);
        Gatekeeper gatekeeper = new Gatekeeper(users, authorizer, token, configuration.unauthenticatedMetrics());
        Router router = new Router()
                .add(HttpMethod.GET, "/metrics", Access.METRICS, r -> done("metrics"))
                .add(
                        HttpMethod.GET,
                        "/api/{thing}",
                        Access.AUTHENTICATED,
                        r -> done(r.parameter("thing") + " for "
                                + r.requiredCaller().name() + r.optional("q").orElse("")))
                .add(HttpMethod.POST, "/api/echo", Access.AUTHENTICATED, r -> done(r.body().length + " bytes"))
                .add(
                        HttpMethod.GET,
                        "/fail/refused",
                        Access.METRICS,
                        r -> CompletableFuture.failedFuture(new BrokerException(
                                new BrokerError(BrokerError.Code.RESOURCE_LOCKED, "held by another"))))
                .add(HttpMethod.GET, "/fail/bug", Access.METRICS, r -> {
                    throw new IllegalStateException("secret detail");
                })
                .add(HttpMethod.GET, "/fail/never", Access.METRICS, r -> never);
        server = new HttpServer(configuration, router, gatekeeper, worker, Optional.empty());
        address = server.start();
    }

    private static CompletableFuture<Response> done(String text) {
        return CompletableFuture.completedFuture(Response.text(HttpResponseStatus.OK, text));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldAskForCredentials() throws Exception {
        start("{port: 0}");
        HttpResponse<String> response = get("/api/x");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(v -> assertThat(v).startsWith("Basic "));
        assertThat(get("/api/x", "Authorization", basic("ann:word")).statusCode())
                .isEqualTo(401);
        assertThat(get("/api/x", "Authorization", "Basic ?").statusCode()).isEqualTo(401);
        assertThat(get("/api/x", "Authorization", "Bearer " + token.text() + "x")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldAdmitUsersAndTheHolderOfTheToken() throws Exception {
        start("{port: 0}");
        assertThat(get("/api/a%2Fb+c?q=!", "Authorization", basic("ann:pass:word"))
                        .body())
                .isEqualTo("a/b+c for ann!");
        assertThat(get("/api/x", "Authorization", "Bearer " + token.text()).body())
                .isEqualTo("x for local-administrator");
    }

    @Test
    void shouldShowMetricsToThisMachineOnlyIfPermitted() throws Exception {
        start("{port: 0, unauthenticated-metrics: never}");
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/metrics", "Authorization", basic("bob:x")).statusCode())
                .isEqualTo(403);
        assertThat(get("/metrics", "Authorization", basic("ann:pass:word")).statusCode())
                .isEqualTo(200);
        server.close();
        start("{port: 0}");
        assertThat(get("/metrics").body()).isEqualTo("metrics");
    }

    @Test
    void shouldTellAnUnknownPathFromAWrongMethod() throws Exception {
        start("{port: 0}");
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void shouldAnswerRefusalsWithTheirReasonAndFaultsWithout() throws Exception {
        start("{port: 0}");
        HttpResponse<String> refused = get("/fail/refused");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("\"code\":\"RESOURCE_LOCKED\"").contains("\"error\":\"held by another\"");
        HttpResponse<String> fault = get("/fail/bug");
        assertThat(fault.statusCode()).isEqualTo(500);
        assertThat(fault.body()).doesNotContain("secret detail");
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() throws Exception {
        start("{port: 0, request-size-max: 1KiB}");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri("/api/echo")).header("Authorization", "Bearer " + token.text());
        HttpRequest fits = request.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1024]))
                .build();
        assertThat(client.send(fits, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("1024 bytes");
        HttpRequest large = request.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1025]))
                .build();
        assertThat(client.send(large, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldGiveUpAnAnswerThatDoesNotCome() throws Exception {
        start("{port: 0, request-timeout: 200ms}");
        assertThat(get("/fail/never").statusCode()).isEqualTo(504);
    }

    @Test
    void shouldCutOffAClientThatDoesNotFinishItsRequest() throws Exception {
        start("{port: 0, request-timeout: 200ms}");
        try (Socket socket = new Socket(address.getAddress(), address.getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldAnswerGarbageWithBadRequest() throws Exception {
        start("{port: 0}");
        try (Socket socket = new Socket(address.getAddress(), address.getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write("\0\1\2\3 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void shouldRefuseMoreConnectionsThanItsLimit() throws Exception {
        start("{port: 0, connection-limit: 1}");
        try (Socket first = new Socket(address.getAddress(), address.getPort())) {
            first.getOutputStream().write('G');
            try (Socket second = new Socket(address.getAddress(), address.getPort());
                    InputStream in = second.getInputStream()) {
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }
}
