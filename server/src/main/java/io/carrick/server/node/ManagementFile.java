package io.carrick.server.node;

import io.carrick.server.http.Json;
import io.carrick.server.security.AdminToken;
import io.carrick.server.security.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How {@code carrick admin} finds a broker on the same machine: a file in the data directory, readable by its owner
 * only, that exists while the broker runs.
 *
 * @param url of the HTTP port
 * @param token that lets its bearer do everything
 */
public record ManagementFile(String url, String token) {
    private static final String NAME = "management.json";

    static ManagementFile of(String url, AdminToken token) {
        return new ManagementFile(url, token.text());
    }

    void write(Path dataDirectory) throws IOException {
        PrivateFile.write(dataDirectory.resolve(NAME), new String(Json.bytes(this), StandardCharsets.UTF_8) + "\n");
    }

    static void delete(Path dataDirectory) throws IOException {
        Files.deleteIfExists(dataDirectory.resolve(NAME));
    }

    /** Reads the file of a running broker. */
    public static ManagementFile read(Path dataDirectory) throws IOException {
        return Json.parse(Files.readAllBytes(dataDirectory.resolve(NAME)), ManagementFile.class);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return url;
    }
}
