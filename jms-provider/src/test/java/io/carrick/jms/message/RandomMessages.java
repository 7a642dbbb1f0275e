package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.DestinationKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages of every type with all that they can carry, by chance. */
final class RandomMessages {
    private RandomMessages() {}

    static CarrickMessage next(MessageFactory factory, Random random) throws JMSException {
        CarrickMessage message = (CarrickMessage) body(factory, random);
        for (int i = random.nextInt(4); i > 0; i--) {
            message.setObjectProperty("p" + i, property(random));
        }
        if (random.nextBoolean()) {
            message.setStringProperty("JMSXGroupID", text(random));
            message.setIntProperty("JMSXGroupSeq", random.nextInt());
        }
        if (random.nextBoolean()) {
            message.setJMSCorrelationID(text(random));
            message.setJMSType(text(random));
            message.setJMSReplyTo(destination(random));
        }
        message.setOutgoingHeaders(new OutgoingHeaders(
                random.nextBoolean() ? "ID:" + random.nextLong() : null,
                random.nextBoolean() ? destination(random) : null,
                random.nextBoolean() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT,
                random.nextInt(10),
                random.nextInt(1000),
                random.nextInt(3) * 1000L,
                random.nextInt(3) * 100_000L,
                1000 + random.nextInt(1000),
                true));
        return message;
    }

    private static jakarta.jms.Message body(MessageFactory factory, Random random) throws JMSException {
        switch (random.nextInt(6)) {
            case 0:
                return factory.createMessage();
            case 1:
                return factory.createTextMessage(text(random));
            case 2:
                BytesMessage bytes = factory.createBytesMessage();
                bytes.writeBytes(bytes(random));
                return bytes;
            case 3:
                MapMessage map = factory.createMapMessage();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.setObject("é" + i, element(random));
                }
                return map;
            case 4:
                StreamMessage stream = factory.createStreamMessage();
                for (int i = random.nextInt(5); i > 0; i--) {
                    stream.writeObject(element(random));
                }
                return stream;
            default:
                return factory.createObjectMessage(new ArrayList<>(List.of(text(random), text(random))));
        }
    }

    private static CarrickDestination destination(Random random) {
        DestinationKind[] kinds = DestinationKind.values();
        return CarrickDestination.of(kinds[random.nextInt(kinds.length)], text(random));
    }

    static String text(Random random) {
        int length = random.nextInt(random.nextInt(10) == 0 ? 1000 : 20);
        int bound = random.nextBoolean() ? 0x7f : 0xd7ff;
        return random.ints(length, 1, bound)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 1000 : 20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Object property(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> random.nextInt() >> random.nextInt(32);
            case 5 -> random.nextLong() >> random.nextInt(64);
            case 6 -> Float.intBitsToFloat(random.nextInt(0x7f000000));
            case 7 -> random.nextGaussian();
            default -> text(random);
        };
    }

    private static Object element(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> bytes(random);
            case 1 -> (char) (1 + random.nextInt(0xd000));
            default -> property(random);
        };
    }
}
