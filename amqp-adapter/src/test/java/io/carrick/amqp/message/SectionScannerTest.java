package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectionScannerTest {

    @Test
    void shouldFindEachSectionWithItsBounds() throws MalformedMessageException {
        byte[] message = Encoded.full();
        List<Section> found = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>();
        SectionScanner scanner = new SectionScanner(message, 0, message.length);
        while (scanner.next()) {
            found.add(scanner.section());
            parts.add(Arrays.copyOfRange(message, scanner.start(), scanner.end()));
            assertThat(scanner.contentStart()).isEqualTo(scanner.start() + 3);
        }
        assertThat(found)
                .containsExactly(
                        Section.HEADER,
                        Section.DELIVERY_ANNOTATIONS,
                        Section.MESSAGE_ANNOTATIONS,
                        Section.PROPERTIES,
                        Section.APPLICATION_PROPERTIES,
                        Section.DATA,
                        Section.DATA,
                        Section.FOOTER);
        assertThat(Encoded.join(parts.toArray(byte[][]::new))).isEqualTo(message);
    }

    @Test
    void shouldTakeSymbolicAndWideDescriptors() throws MalformedMessageException {
        byte[] symbolic = Encoded.join(
                Encoded.bytes(0x00, 0xa3, "amqp:amqp-value:*".length()),
                "amqp:amqp-value:*".getBytes(),
                Encoded.bytes(0x40));
        byte[] wide = Encoded.bytes(0x00, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x77, 0x41);
        for (byte[] message : List.of(symbolic, wide)) {
            SectionScanner scanner = new SectionScanner(message, 0, message.length);
            assertThat(scanner.next()).isTrue();
            assertThat(scanner.section()).isEqualTo(Section.AMQP_VALUE);
            assertThat(scanner.next()).isFalse();
            scanner.requireContent();
        }
    }

    @Test
    void shouldTakeSeveralSequences() throws MalformedMessageException {
        scan(Encoded.of(new AmqpSequence(List.of(1)), new AmqpSequence(List.of(2, "x"))));
    }

    @Test
    void shouldPassOverABodyOfAnyType() throws MalformedMessageException {
        scan(Encoded.bytes(
                0x00, 0x53, 0x77, 0x00, 0xa3, 0x01, 'x', 0x98, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
    }

    @Test
    void shouldRefuseSectionsOutOfOrder() {
        assertMalformed(
                Encoded.of(new Properties(), Encoded.annotations("a", 1), Encoded.BODY), "cannot follow properties");
        assertMalformed(Encoded.of(new Properties(), new Properties(), Encoded.BODY), "cannot follow properties");
        assertMalformed(Encoded.of(Encoded.BODY, Encoded.BODY), "cannot follow amqp-value");
        assertMalformed(Encoded.of(Encoded.BODY, new AmqpSequence(List.of())), "cannot follow amqp-value");
        assertMalformed(Encoded.of(Encoded.BODY, new Properties()), "cannot follow amqp-value");
    }

    @Test
    void shouldRefuseAMessageWithoutContent() {
        assertMalformed(new byte[0], "no body");
        assertMalformed(Encoded.of(Encoded.annotations("a", 1)), "no body");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x78, 0xc1, 0x01, 0x00), "no body");
    }

    @Test
    void shouldTakePropertiesWithoutBodyForAMessageAsQpidJmsSendsIt() throws MalformedMessageException {
        byte[] message = Encoded.of(new Properties());
        SectionScanner scanner = new SectionScanner(message, 0, message.length);
        assertThat(scanner.next()).isTrue();
        assertThat(scanner.next()).isFalse();
        scanner.requireContent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x6f, 0x79, 0x00, 0xff})
    void shouldRefuseAnUnknownSection(int descriptor) {
        assertMalformed(Encoded.bytes(0x00, 0x53, descriptor, 0x40), "no section with descriptor");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x78})
    void shouldRefuseContentOfTheWrongType(int descriptor) {
        assertMalformed(Encoded.bytes(0x00, 0x53, descriptor, 0x40), "content must be a");
    }

    @Test
    void shouldSayWhereTheErrorIs() {
        byte[] message = Encoded.join(Encoded.of(new Properties()), Encoded.bytes(0x00, 0x53, 0x77, 0xa1, 9, 'x'));
        int value = message.length - 3;
        assertThatThrownBy(() -> scan(message))
                .isInstanceOfSatisfying(MalformedMessageException.class, e -> {
                    assertThat(e.section()).isEqualTo(Section.AMQP_VALUE);
                    assertThat(e.offset()).isEqualTo(value);
                })
                .hasMessage(
                        "malformed message: section amqp-value, byte " + value + ": needs 11 bytes where 3 are left");
    }

    @Test
    void shouldRefuseBytesThatAreNoType() {
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x77, 0x57), "no type with constructor 0x57");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x77, 0x56, 0x02), "a boolean is 0 or 1");
    }

    @Test
    void shouldRefuseDeeplyNestedDescriptorsWithoutRecursion() {
        byte[] nested = new byte[1 << 20];
        System.arraycopy(Encoded.bytes(0x00, 0x53, 0x77), 0, nested, 0, 3);
        assertMalformed(nested, "descriptors nested deeper than 32");
    }

    @Test
    void shouldPassOverDeeplyNestedListsWithoutRecursion() throws MalformedMessageException {
        int depth = 100_000;
        byte[] nested = new byte[3 + 9 * depth];
        System.arraycopy(Encoded.bytes(0x00, 0x53, 0x77), 0, nested, 0, 3);
        for (int i = 0; i < depth; i++) {
            java.nio.ByteBuffer.wrap(nested, 3 + 9 * i, 9)
                    .put((byte) 0xd0)
                    .putInt(nested.length - 3 - 9 * i - 5)
                    .putInt(i == depth - 1 ? 0 : 1);
        }
        scan(nested);
    }

    @Test
    void shouldRefuseSizesBeyondTheMessage() {
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x77, 0xb1, 0xff, 0xff, 0xff, 0xff, 'x'), "needs 4294967300 bytes");
        assertMalformed(Encoded.bytes(0x00, 0x53, 0x77, 0xd0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 1), "bytes where");
    }

    private static void scan(byte[] message) throws MalformedMessageException {
        SectionScanner scanner = new SectionScanner(message, 0, message.length);
        while (scanner.next()) {
            assertThat(scanner.section()).isNotNull();
        }
        scanner.requireContent();
    }

    private static void assertMalformed(byte[] message, String reason) {
        assertThatThrownBy(() -> scan(message))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(reason);
    }
}
