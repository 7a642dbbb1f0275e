package io.carrick.amqp.mechanism;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strict decoding of what a peer sends. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Decodes the bytes from {@code from} to before {@code to}, leaving no copy behind.
     *
     * @throws CharacterCodingException where they are no UTF-8, instead of guessing
     */
    public static char[] decode(byte[] bytes, int from, int to) throws CharacterCodingException {
        CharBuffer chars = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes, from, to - from));
        char[] exact = Arrays.copyOf(chars.array(), chars.limit());
        Arrays.fill(chars.array(), '\0');
        return exact;
    }
}
