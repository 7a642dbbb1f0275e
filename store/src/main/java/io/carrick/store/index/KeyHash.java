package io.carrick.store.index;

import java.nio.charset.StandardCharsets;

/**
 * The hash of a key: FNV-1a with 64 bits over the key's UTF-8 bytes, then the 64-bit finaliser of MurmurHash3 to
 * spread it over all bits. It is in files on disk and never changes.
 */
final class KeyHash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private KeyHash() {}

    static long of(String key) {
        return of(key.getBytes(StandardCharsets.UTF_8));
    }

    static long of(byte[] utf8) {
        long hash = FNV_OFFSET;
        for (byte b : utf8) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return mix(hash);
    }

    static long mix(long value) {
        long hash = value;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
