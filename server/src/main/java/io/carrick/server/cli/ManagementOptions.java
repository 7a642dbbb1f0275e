package io.carrick.server.cli;

import io.carrick.server.node.ExitStatus;
import io.carrick.server.node.ManagementFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options that say which broker is meant and who asks. Without any it is the broker of {@code ./data}, asked with
 * the token that it keeps there for whoever may read its files.
 */
final class ManagementOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory of a broker on this machine (default: ${DEFAULT-VALUE}).",
            defaultValue = "data")
    private Path data;

    @Option(names = "--url", paramLabel = "URL", description = "HTTP port of the broker (environment: CARRICK_URL).")
    private String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "User with the permission manage; password from CARRICK_PASSWORD or prompt"
                    + " (environment: CARRICK_USER).")
    private String user;

    @Option(names = "--trust", paramLabel = "FILE", description = "PEM file of the authority of an https URL.")
    private Path trust;

    ManagementClient client(Map<String, String> environment) throws CommandFailure {
        String target = url != null ? url : environment.get("CARRICK_URL");
        String name = user != null ? user : environment.get("CARRICK_USER");
        if (target == null || name == null) {
            ManagementFile file = managementFile(target);
            String found = target == null ? file.url() : target;
            return client(found, name == null ? "Bearer " + file.token() : basic(name, environment));
        }
        return client(target, basic(name, environment));
    }

    private ManagementClient client(String target, String authorization) throws CommandFailure {
        try {
            return new ManagementClient(URI.create(target), authorization, Optional.ofNullable(trust));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitStatus.USAGE, "'" + target + "' is no URL");
        }
    }

    private ManagementFile managementFile(String target) throws CommandFailure {
        try {
            return ManagementFile.read(data);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    target == null
                            ? "no broker runs in " + data.toAbsolutePath().normalize() + "; use --data or --url"
                            : "--user is needed for a broker that does not run in "
                                    + data.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new CommandFailure("the token of the broker in " + data + " cannot be read: " + e.getMessage());
        }
    }

    private static String basic(String name, Map<String, String> environment) throws CommandFailure {
        String password = environment.get("CARRICK_PASSWORD");
        String pair = name + ":" + (password != null ? password : new String(Passwords.prompt("Password: ")));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
