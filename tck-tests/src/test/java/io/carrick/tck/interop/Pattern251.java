package io.carrick.tck.interop;

import java.io.InputStream;
import java.util.zip.Adler32;

/** The bytes that agents fill large bodies with: byte i is i modulo 251. */
final class Pattern251 {
    private Pattern251() {}

    /** The checksum of a body of this size. */
    static long adler32(long size) {
        Adler32 checksum = new Adler32();
        for (long i = 0; i < size; i++) {
            checksum.update((int) (i % 251));
        }
        return checksum.getValue();
    }

    /** A body of this size as a stream. */
    static InputStream stream(long size) {
        return new InputStream() {
            private long position;

            @Override
            public int read() {
                return position < size ? (int) (position++ % 251) : -1;
            }
        };
    }
}
