package io.carrick.tck.interop;

import io.carrick.tck.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A certificate authority and what it signed, made with openssl.
 *
 * @param authority the authority's certificate
 * @param server certificate of {@code localhost}
 * @param serverKey its key, PKCS#8
 * @param client certificate of a client
 * @param clientKey its key, PKCS#8
 * @param clientStore both in PKCS#12, password {@code secret}
 * @param trustStore the authority in PKCS#12, password {@code secret}
 * @param stranger an authority that signed nothing here
 */
record Certificates(
        Path authority,
        Path server,
        Path serverKey,
        Path client,
        Path clientKey,
        Path clientStore,
        Path trustStore,
        Path stranger) {

    /** Makes everything anew in a directory; the client's common name is {@code clientName}. */
    static Certificates make(Path directory, String clientName) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path authority = authority(directory, "authority");
        Path stranger = authority(directory, "stranger");
        Path server = sign(directory, "server", "localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1");
        Path client = sign(directory, "client", clientName, "extendedKeyUsage=clientAuth");
        Path clientStore = directory.resolve("client.p12");
        CommandResult.require(
                "openssl",
                "pkcs12",
                "-export",
                "-in",
                client.toString(),
                "-inkey",
                directory.resolve("client.key").toString(),
                "-out",
                clientStore.toString(),
                "-passout",
                "pass:secret");
        Path trustStore = directory.resolve("trust.p12");
        Files.deleteIfExists(trustStore);
        CommandResult.require(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importcert",
                "-noprompt",
                "-alias",
                "authority",
                "-file",
                authority.toString(),
                "-keystore",
                trustStore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret");
        return new Certificates(
                authority,
                server,
                directory.resolve("server.key"),
                client,
                directory.resolve("client.key"),
                clientStore,
                trustStore,
                stranger);
    }

    private static Path authority(Path directory, String name) throws IOException, InterruptedException {
        Path certificate = directory.resolve(name + ".pem");
        CommandResult.require(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                directory.resolve(name + ".key").toString(),
                "-out",
                certificate.toString());
        return certificate;
    }

    private static Path sign(Path directory, String file, String commonName, String extension)
            throws IOException, InterruptedException {
        Path request = directory.resolve(file + ".csr");
        Path certificate = directory.resolve(file + ".pem");
        Path extensions = Files.writeString(directory.resolve(file + ".ext"), extension + "\n");
        CommandResult.require(
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + commonName,
                "-keyout",
                directory.resolve(file + ".key").toString(),
                "-out",
                request.toString());
        CommandResult.require(
                "openssl",
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                directory.resolve("authority.pem").toString(),
                "-CAkey",
                directory.resolve("authority.key").toString(),
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                extensions.toString(),
                "-out",
                certificate.toString());
        return certificate;
    }
}
