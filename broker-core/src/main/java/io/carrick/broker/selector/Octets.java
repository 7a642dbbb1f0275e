package io.carrick.broker.selector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A binary value that compares by its bytes. Immutable. */
public final class Octets {
    private final byte[] bytes;

    /** Copies the bytes. */
    public Octets(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The UTF-8 form of a string. */
    static Octets utf8(String string) {
        return new Octets(string.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Unsigned lexicographic order. */
    int compare(Octets other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
