package io.carrick.jms.transport;

import io.carrick.jms.config.StoreSettings;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;

/** Reads key stores and trust stores, of any type that Java knows and in PEM. */
final class KeyStores {
    private static final String CLASSPATH = "classpath:";
    private static final String PEM = "PEM";
    private static final byte[] PEM_MARK = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    /** First byte of PKCS12, an ASN.1 sequence. */
    private static final byte SEQUENCE = 0x30;

    private KeyStores() {}

    /**
     * Reads a store.
     *
     * @param role of the store, for complaints
     */
    static KeyStore read(StoreSettings store, String role) throws IOException, GeneralSecurityException {
        byte[] bytes = bytes(store.location(), role);
        String type = store.type() == null ? guess(bytes) : store.type();
        try {
            if (type.equalsIgnoreCase(PEM)) {
                return PemStore.parse(new String(bytes, StandardCharsets.ISO_8859_1), password(store));
            }
            KeyStore keys = KeyStore.getInstance(type);
            keys.load(new ByteArrayInputStream(bytes), password(store));
            return keys;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "the " + role + " store " + store.location() + " cannot be read as " + type + ": " + e.getMessage(),
                    e);
        }
    }

    /** The password as JSSE wants it; null for none. */
    static char[] password(StoreSettings store) {
        return store.password() == null ? null : store.password().toCharArray();
    }

    private static String guess(byte[] bytes) {
        boolean pem = new String(bytes, StandardCharsets.ISO_8859_1)
                .contains(new String(PEM_MARK, StandardCharsets.US_ASCII));
        if (pem) {
            return PEM;
        }
        return bytes.length > 0 && bytes[0] == SEQUENCE ? "PKCS12" : "JKS";
    }

    private static byte[] bytes(String location, String role) throws IOException {
        try {
            if (location.startsWith(CLASSPATH)) {
                return resource(location.substring(CLASSPATH.length()));
            }
            return Files.readAllBytes(location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location));
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new IOException("the " + role + " store " + location + " does not exist", e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (ClassLoader each : Arrays.asList(loader, KeyStores.class.getClassLoader())) {
            try (InputStream stream = each == null ? null : each.getResourceAsStream(name)) {
                if (stream != null) {
                    return stream.readAllBytes();
                }
            }
        }
        throw new FileNotFoundException(name);
    }
}
