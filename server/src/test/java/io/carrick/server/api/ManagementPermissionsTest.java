package io.carrick.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.server.config.ConfigurationLoader;
import io.carrick.server.node.CarrickEngine;
import io.carrick.server.node.Node;
import io.carrick.server.security.UsersFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which permission each change over HTTP needs. */
class ManagementPermissionsTest {
    @TempDir
    private static Path data;

    private static Node node;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startBroker() throws Exception {
        Files.createDirectories(data);
        new UsersFile(data.resolve("users.yaml"))
                .write(List.of(
                        UsersFile.user("creator", Set.of("creator"), "x".toCharArray()),
                        UsersFile.user("deleter", Set.of("deleter"), "x".toCharArray())));
        List<String> settings = List.of(
                "data=" + data,
                "listeners[0].port=0",
                "http.port=0",
                "store.segment-size=1MiB",
                "store.reserve=1MiB",
                "security.permissions=[{roles: [creator], address: '#', verbs: [create, manage]},"
                        + " {roles: [deleter], address: '#', verbs: [delete]}]");
        node = Node.start(ConfigurationLoader.load(Optional.empty(), Map.of(), settings), CarrickEngine::start);
    }

    @AfterAll
    static void stopBroker() {
        node.stop();
    }

    private HttpResponse<String> call(String user, String method, String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + node.addresses().get("http").getPort() + "/api/v1/" + path);
        String credentials = Base64.getEncoder().encodeToString((user + ":x").getBytes(StandardCharsets.UTF_8));
        return client.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Basic " + credentials)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldAskForDeleteToDeleteAnAddress() throws Exception {
        assertThat(call("creator", "POST", "addresses", "{\"name\": \"q\"}").statusCode())
                .isEqualTo(201);

        HttpResponse<String> refused = call("creator", "DELETE", "addresses/q", "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("creator", "delete", "q");
        assertThat(call("creator", "GET", "queues/q", "").statusCode()).isEqualTo(200);

        assertThat(call("deleter", "DELETE", "addresses/q", "").statusCode()).isEqualTo(200);
        assertThat(call("creator", "GET", "queues/q", "").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldAskForCreateToCreateAnAddress() throws Exception {
        assertThat(call("deleter", "POST", "addresses", "{\"name\": \"other\"}").statusCode())
                .isEqualTo(403);
    }
}
