package io.carrick.broker.core;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The name of a broker that nobody gives it: made with its directory, and kept there. */
final class BrokerIdentity {
    private static final String FILE = "identity";
    private static final String NEW_FILE = "identity.new";
    private static final int BYTES = 36;

    private BrokerIdentity() {}

    /** The identity of the broker of a directory, which gets one if it has none. */
    static String of(LogDirectory data) throws IOException {
        if (data.list().contains(FILE)) {
            return read(data);
        }
        if (data.list().contains(NEW_FILE)) {
            data.delete(NEW_FILE);
        }
        String made = UUID.randomUUID().toString();
        try (LogFile file = data.create(NEW_FILE)) {
            file.write(ByteBuffer.wrap(made.getBytes(StandardCharsets.US_ASCII)), 0);
            file.force();
        }
        data.rename(NEW_FILE, FILE);
        data.force();
        return made;
    }

    private static String read(LogDirectory data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        try (LogFile file = data.open(FILE)) {
            if (file.read(bytes, 0) != BYTES) {
                throw new IOException("File '" + FILE + "' of the data directory does not hold an identity");
            }
        }
        return new String(bytes.array(), StandardCharsets.US_ASCII);
    }
}
