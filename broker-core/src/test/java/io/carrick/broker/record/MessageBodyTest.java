package io.carrick.broker.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.Message;
import io.carrick.broker.MessageAttributes;
import io.carrick.store.index.MessageIndex;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageBodyTest {
    private static final int BYTES_WITHOUT_TEXTS_AND_ATTRIBUTES = 2 + 3 * 8 + 4 * 2 + 4;

    private static Message.Builder message() {
        return Message.builder().durable(true).encoded(new byte[] {1, 2, 3});
    }

    private static Message withAttributes(MessageAttributes.Builder attributes) {
        return message().attributes(attributes.build()).build();
    }

    private static ByteBuffer written(MessageBody body) {
        ByteBuffer bytes = ByteBuffer.allocate(body.size());
        body.write(bytes);
        assertThat(bytes.hasRemaining()).as("size() is what is written").isFalse();
        return bytes.flip();
    }

    private static MessageBody roundTrip(Message message, long largeBodyId) {
        return MessageBody.read(written(new MessageBody(message, largeBodyId)));
    }

    private static void assertSame(MessageAttributes actual, MessageAttributes expected) {
        assertThat(actual.producerId()).isEqualTo(expected.producerId());
        assertThat(actual.producerSequence()).isEqualTo(expected.producerSequence());
        assertThat(IntStream.range(0, actual.keyCount()).mapToObj(actual::keyHash))
                .containsExactlyElementsOf(IntStream.range(0, expected.keyCount())
                        .mapToObj(expected::keyHash)
                        .toList());
        assertThat(actual.tagHash()).isEqualTo(expected.tagHash());
        assertThat(actual.halfId()).isEqualTo(expected.halfId());
        assertThat(actual.producerGroup()).isEqualTo(expected.producerGroup());
        assertThat(actual.transactionId()).isEqualTo(expected.transactionId());
    }

    @Test
    void shouldTakeNoByteForAttributesThatAreNotThere() {
        MessageBody body = new MessageBody(message().build(), 0);
        assertThat(body.size()).isEqualTo(BYTES_WITHOUT_TEXTS_AND_ATTRIBUTES + 3);
        MessageBody read = MessageBody.read(written(body));
        assertThat(read.message().attributes()).isSameAs(MessageAttributes.NONE);
        assertThat(read.message().encoded()).containsExactly(1, 2, 3);
        assertThat(read.indexHashCount()).isZero();
    }

    @Test
    void shouldKeepEveryFieldThroughTheLog() {
        Message all = message()
                .priority(7)
                .timestamp(1)
                .expiryTime(2)
                .deliverAt(3)
                .messageId("id")
                .groupId("group")
                .deduplicationId("dedup")
                .publisher("container")
                .attributes(MessageAttributes.builder()
                        .producer("producer", Long.MAX_VALUE)
                        .keys("a b")
                        .tag("tag")
                        .half("half", "senders")
                        .transactionId("xid")
                        .build())
                .build();
        MessageBody read = roundTrip(all, 42);
        assertThat(read.message()).usingRecursiveComparison().isEqualTo(all);
        assertThat(read.largeBodyId()).isEqualTo(42);
        assertSame(read.message().attributes(), all.attributes());
    }

    @Test
    void shouldKeepAnyChoiceOfAttributes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int choice = 0; choice < 1 << 6; choice++) {
            MessageAttributes.Builder builder = MessageAttributes.builder();
            if ((choice & 1) != 0) {
                builder.producer("p" + random.nextInt(), random.nextLong());
            }
            if ((choice & 2) != 0) {
                builder.keys("k" + random.nextInt() + " l" + random.nextInt());
            }
            if ((choice & 4) != 0) {
                builder.tag("t" + random.nextInt());
            }
            if ((choice & 24) != 0) {
                builder.half((choice & 8) != 0 ? "h" : null, (choice & 16) != 0 ? "g" : null);
            }
            if ((choice & 32) != 0) {
                builder.transactionId("x" + random.nextInt());
            }
            Message message = withAttributes(builder);
            MessageBody read = roundTrip(message, choice % 3);
            assertThat(read.largeBodyId()).as("seed %d", seed).isEqualTo(choice % 3);
            assertSame(read.message().attributes(), message.attributes());
        }
    }

    @Test
    void shouldBeFoundByItsKeysAndItsId() {
        MessageBody body = new MessageBody(
                message()
                        .messageId("ID:ü")
                        .attributes(MessageAttributes.builder().keys(" a  b ").build())
                        .build(),
                0);
        assertThat(IntStream.range(0, body.indexHashCount()).mapToObj(body::indexHash))
                .containsExactly(MessageIndex.hash("a"), MessageIndex.hash("b"), MessageIndex.hash("ID:ü"));
    }

    @Test
    void shouldKeepAsManyKeysAsItCanCount() {
        String keys = IntStream.range(0, 1000).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        MessageAttributes read = roundTrip(
                        withAttributes(MessageAttributes.builder().keys(keys)), 0)
                .message()
                .attributes();
        assertThat(read.keyCount()).isEqualTo(MessageAttributes.KEYS_MAX);
        assertThat(read.keyHash(254)).isEqualTo(MessageIndex.hash("254"));
    }

    @Test
    void shouldTellNoTagFromATagWithAHashOfZero() {
        assertThat("f5a5a608").hasSameHashCodeAs("");
        assertThat(MessageAttributes.tagHash("f5a5a608")).isEqualTo(1);
        assertThat(MessageAttributes.tagHash(null)).isZero();
    }

    @Test
    void shouldRefuseFlagsThatItDoesNotKnow() {
        ByteBuffer bytes = written(new MessageBody(message().build(), 0));
        bytes.put(0, (byte) (bytes.get(0) | 128));
        assertThatThrownBy(() -> MessageBody.read(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("later version");
    }

    @Test
    void shouldRefuseAHalfIdThatIsTooLong() {
        MessageAttributes attributes =
                MessageAttributes.builder().half("x".repeat(40_000), "g").build();
        Message message = message().attributes(attributes).build();
        assertThatThrownBy(() -> new MessageBody(message, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40000 bytes");
    }
}
