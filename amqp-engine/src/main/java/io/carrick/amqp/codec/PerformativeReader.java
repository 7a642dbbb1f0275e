package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.qpid.proton.amqp.security.SaslFrameBody;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.FrameBody;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;

/** Reads the performative at the beginning of a frame's body. */
public final class PerformativeReader {
    private static final int FLOW = 0x13;
    private static final int TRANSFER = 0x14;
    private static final int DISPOSITION = 0x15;
    private static final int FLOW_FIELDS = 11;
    private static final int TRANSFER_FIELDS = 11;
    private static final int DISPOSITION_FIELDS = 6;

    private PerformativeReader() {}

    /**
     * Reads a performative and moves the reader index behind it, to the payload.
     *
     * @return {@link FlowFrame}, {@link TransferFrame}, {@link DispositionFrame} or one of proton-j's {@link FrameBody}
     * @throws ProtocolException {@code amqp:decode-error} if the body is not one, or lacks a mandatory field
     */
    public static Object read(ByteBuf body) throws ProtocolException {
        int code = hotCode(body);
        if (code < 0) {
            return readOther(body);
        }
        Codec codec = Codec.current();
        return switch (code) {
            case FLOW -> readFlow(new FieldReader("flow", FLOW_FIELDS, body, codec));
            case TRANSFER -> readTransfer(new FieldReader("transfer", TRANSFER_FIELDS, body, codec));
            default -> readDisposition(new FieldReader("disposition", DISPOSITION_FIELDS, body, codec));
        };
    }

    /** Reads a frame body of the SASL layer (part 5, section 5.3.3). */
    public static SaslFrameBody readSasl(ByteBuf body) throws ProtocolException {
        Object value = Codec.current().readValue(body, body.writerIndex());
        if (value instanceof SaslFrameBody sasl) {
            return sasl;
        }
        throw ProtocolException.decode("a SASL frame is expected");
    }

    /** The code of a descriptor, numeric or symbolic, if it is that of a hot performative; else -1. */
    private static int hotCode(ByteBuf body) {
        int at = body.readerIndex();
        if (body.readableBytes() < 4 || body.getByte(at) != 0) {
            return -1;
        }
        int format = body.getUnsignedByte(at + 1);
        if (format == 0x53) {
            return hot(body, body.getUnsignedByte(at + 2), 3);
        }
        if (format == 0x80 && body.readableBytes() > 10) {
            return hot(body, body.getLong(at + 2), 10);
        }
        if (format == 0xa3 && body.getUnsignedByte(at + 2) <= body.readableBytes() - 3) {
            int length = body.getUnsignedByte(at + 2);
            return hot(body, code(body.toString(at + 3, length, StandardCharsets.US_ASCII)), 3 + length);
        }
        return -1;
    }

    private static int code(String symbol) {
        return switch (symbol) {
            case "amqp:flow:list" -> FLOW;
            case "amqp:transfer:list" -> TRANSFER;
            case "amqp:disposition:list" -> DISPOSITION;
            default -> -1;
        };
    }

    private static int hot(ByteBuf body, long code, int descriptorBytes) {
        if (code < FLOW || code > DISPOSITION) {
            return -1;
        }
        body.skipBytes(descriptorBytes);
        return (int) code;
    }

    private static FlowFrame readFlow(FieldReader fields) throws ProtocolException {
        long nextIncomingId = fields.uint();
        long incomingWindow = fields.mandatoryUint("incoming-window");
        long nextOutgoingId = fields.mandatoryUint("next-outgoing-id");
        long outgoingWindow = fields.mandatoryUint("outgoing-window");
        FlowFrame flow = new FlowFrame(
                nextIncomingId,
                incomingWindow,
                nextOutgoingId,
                outgoingWindow,
                fields.uint(),
                fields.uint(),
                fields.uint(),
                fields.uint(),
                fields.flag(),
                fields.flag());
        fields.skip();
        fields.finish();
        return flow;
    }

    private static TransferFrame readTransfer(FieldReader fields) throws ProtocolException {
        TransferFrame transfer = new TransferFrame(
                fields.mandatoryUint("handle"),
                fields.uint(),
                fields.binary(TransferFrame.TAG_BYTES_MAX),
                fields.uint(),
                fields.bool(),
                fields.flag(),
                settlesSecond(fields),
                fields.state(),
                fields.flag(),
                fields.flag());
        fields.skip();
        fields.finish();
        return transfer;
    }

    private static Boolean settlesSecond(FieldReader fields) throws ProtocolException {
        int mode = fields.ubyte();
        if (mode > 1) {
            throw fields.wrong("has the unknown rcv-settle-mode " + mode);
        }
        return mode < 0 ? null : mode == 1;
    }

    private static DispositionFrame readDisposition(FieldReader fields) throws ProtocolException {
        Boolean role = fields.bool();
        if (role == null) {
            throw fields.wrong("lacks the mandatory field role");
        }
        long first = fields.mandatoryUint("first");
        long last = fields.uint();
        boolean settled = fields.flag();
        DispositionFrame disposition =
                new DispositionFrame(role, first, last < 0 ? first : last, settled, fields.state());
        fields.skip();
        fields.finish();
        return disposition;
    }

    private static Object readOther(ByteBuf body) throws ProtocolException {
        Object value = Codec.current().readValue(body, body.writerIndex());
        if (!(value instanceof FrameBody)) {
            throw ProtocolException.decode("a performative is expected");
        }
        String missing = missingField(value);
        if (missing != null) {
            throw ProtocolException.decode(value.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                    + " lacks the mandatory field " + missing);
        }
        return value;
    }

    private static String missingField(Object value) {
        if (value instanceof Open open) {
            return open.getContainerId() == null ? "container-id" : null;
        }
        if (value instanceof Begin begin) {
            return missingField(begin);
        }
        if (value instanceof Attach attach) {
            return missingField(attach);
        }
        if (value instanceof Detach detach) {
            return detach.getHandle() == null ? "handle" : null;
        }
        return null;
    }

    private static String missingField(Begin begin) {
        if (begin.getNextOutgoingId() == null) {
            return "next-outgoing-id";
        }
        if (begin.getIncomingWindow() == null) {
            return "incoming-window";
        }
        return begin.getOutgoingWindow() == null ? "outgoing-window" : null;
    }

    private static String missingField(Attach attach) {
        if (attach.getName() == null) {
            return "name";
        }
        if (attach.getHandle() == null) {
            return "handle";
        }
        if (attach.getRole() == null) {
            return "role";
        }
        boolean lacksCount = attach.getRole() == Role.SENDER && attach.getInitialDeliveryCount() == null;
        return lacksCount ? "initial-delivery-count" : null;
    }
}
