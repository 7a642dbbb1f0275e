package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are: a message, or a JMSException, and nothing else. */
class HostileBytesTest {
    private static final int MUTATIONS = 10_000;

    private final Wire wire = new Wire(
            new MessageSettings(true, DeserializationPolicy.allow(List.of("java.util.*")), DestinationResolver.PLAIN));

    /** Everything that can be asked of a message; says whether there was no objection. */
    private boolean isAccepted(byte[] encoded) {
        boolean accepted = true;
        CarrickMessage message;
        try {
            message = wire.decode(encoded);
        } catch (JMSException e) {
            assertThat(e).hasMessageStartingWith("Malformed");
            return false;
        }
        for (Access access : ACCESSES) {
            try {
                access.to(message);
            } catch (JMSException e) {
                accepted = false;
            }
        }
        assertThat(message.toString()).isNotEmpty();
        try {
            wire.encode(message);
        } catch (JMSException e) {
            accepted = false;
        }
        return accepted;
    }

    private interface Access {
        void to(CarrickMessage message) throws JMSException;
    }

    private static final List<Access> ACCESSES = List.of(
            CarrickMessage::getJMSMessageID,
            CarrickMessage::getJMSCorrelationID,
            CarrickMessage::getJMSCorrelationIDAsBytes,
            CarrickMessage::getJMSDestination,
            CarrickMessage::getJMSReplyTo,
            CarrickMessage::getJMSTimestamp,
            CarrickMessage::getJMSExpiration,
            CarrickMessage::getJMSDeliveryTime,
            CarrickMessage::getJMSType,
            message -> message.annotation("x-opt-other"),
            HostileBytesTest::readProperties,
            message -> message.isBodyAssignableTo(String.class),
            HostileBytesTest::readBody);

    private static void readProperties(CarrickMessage message) throws JMSException {
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            message.getObjectProperty((String) names.nextElement());
        }
    }

    private static void readBody(CarrickMessage message) throws JMSException {
        if (message instanceof StreamMessage stream) {
            try {
                stream.readObject();
            } catch (MessageEOFException empty) {
                assertThat(message.toString()).isNotEmpty();
            }
        } else {
            message.getBody(Object.class);
        }
    }

    private List<byte[]> samples() throws JMSException {
        List<byte[]> samples = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 24; i++) {
            samples.add(wire.encode(RandomMessages.next(wire.factory(), random)));
        }
        return samples;
    }

    @Test
    void shouldReportEveryPrefixOfAMessageUnlessItIsOne() throws JMSException {
        for (byte[] sample : samples()) {
            assertThat(isAccepted(sample)).isTrue();
            for (int length = 0; length < Math.min(sample.length, 4096); length++) {
                isAccepted(Arrays.copyOf(sample, length));
            }
        }
    }

    @Test
    void shouldReportOrAcceptMutationsButNeverFail() throws JMSException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> samples = samples();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = samples.get(random.nextInt(samples.size())).clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = random.nextInt(Math.min(mutated.length, 512));
                mutated[at] = (byte) (random.nextBoolean() ? random.nextInt() : CODES[random.nextInt(CODES.length)]);
            }
            try {
                isAccepted(mutated);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + seed + ", mutation " + i + ": "
                                + HexFormat.of().formatHex(mutated),
                        e);
            }
        }
    }

    /** A signed long is none of the types of an id (part 3, section 3.2.11). */
    @Test
    void shouldTakeAnIdOfAForbiddenTypeAsText() throws JMSException {
        byte[] encoded = HexFormat.of().parseHex("005373c00a0181fffffffffffffffe00537740");
        CarrickMessage message = wire.decode(encoded);
        assertThat(message.getJMSMessageID()).isEqualTo("ID:AMQP_NO_PREFIX:-2");
        assertThat(wire.encode(message)).isNotEmpty();
    }

    private static final int[] CODES = {
        0x00, 0x40, 0x43, 0x45, 0x50, 0x53, 0x56, 0x70, 0x73, 0x80, 0x94, 0x98, 0xa0, 0xa1, 0xa3, 0xb0, 0xb1, 0xc0,
        0xc1, 0xd0, 0xd1, 0xe0, 0xf0, 0x7f, 0xff
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00", // a descriptor is missing
                "40", // no section
                "005377", // no value
                "00537945", // unknown section
                "005370a10161", // a header that is no list
                "005370c0020150", // a list that ends within an element
                "005377d07fffffff7fffffff", // a list larger than the message
                "005377d0000000047fffffff", // more elements than bytes
                "005377d1000000050000000140", // a key without a value
                "005377f000000005" + "7fffffff" + "40", // two billion nulls
                "005377b1ffffffff", // a negative size
                "005377730011ffff", // no code point
                "0053775602", // no boolean
                "0053773f", // no type
                "0053777740", // no type
                "00537540" + "005377" + "40", // two kinds of body
                "00537740" + "005377" + "40", // two values
                "00537345" + "00537045", // sections out of order
                "005374c10301a10161", // properties with an odd count
                "005374c1040200540140" // a name that is no string
            })
    void shouldReportWhatIsNoMessage(String hex) {
        assertThat(isAccepted(HexFormat.of().parseHex(hex))).isFalse();
    }

    @Test
    void shouldReportNestingWithoutExhaustingTheStack() {
        byte[] lists = nested("c0", 50);
        assertThat(isAccepted(lists)).isFalse();
        byte[] described = new byte[1_000_003];
        described[1] = 0x53;
        described[2] = 0x77;
        assertThat(isAccepted(described)).isFalse();
        byte[] descriptors = HexFormat.of().parseHex("005377" + "005301".repeat(100_000) + "40");
        assertThat(isAccepted(descriptors)).isFalse();
    }

    private static byte[] nested(String list, int depth) {
        String value = "45";
        for (int i = 0; i < depth; i++) {
            int size = value.length() / 2 + 1;
            value = list + HexFormat.of().toHexDigits((byte) size) + "01" + value;
        }
        return HexFormat.of().parseHex("005377" + value);
    }

    @Test
    void shouldLimitElementsThatNeedNoBytes() {
        int arrays = 1000;
        String list = "d0" + HexFormat.of().toHexDigits(4 + 4 * arrays)
                + HexFormat.of().toHexDigits(arrays) + "e002ff40".repeat(arrays);
        assertThat(isAccepted(HexFormat.of().parseHex("005377" + list))).isFalse();
        assertThat(isAccepted(HexFormat.of().parseHex("005377" + "e002ff40"))).isTrue();
    }
}
