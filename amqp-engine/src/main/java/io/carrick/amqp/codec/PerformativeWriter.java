package io.carrick.amqp.codec;

import io.netty.buffer.ByteBuf;
import org.apache.qpid.proton.amqp.security.SaslFrameBody;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.FrameBody;

/** Writes whole frames. */
public final class PerformativeWriter {
    /** A frame without a body, which keeps a connection alive (part 2, section 2.4.5). */
    private static final long EMPTY_FRAME = 0x0000000802000000L;

    private static final int NULL = 0x40;
    private static final int TRUE = 0x41;
    private static final int FALSE = 0x42;

    private PerformativeWriter() {}

    /** Writes an empty frame. */
    public static void writeEmpty(ByteBuf out) {
        out.writeLong(EMPTY_FRAME);
    }

    /** Writes a frame with a performative that is not on the hot path. */
    public static void write(ByteBuf out, int channel, FrameBody performative) {
        int start = FrameHeader.start(out, FrameHeader.AMQP, channel);
        Codec.current().writeValue(out, performative);
        FrameHeader.finish(out, start);
    }

    /** Writes a frame of the SASL layer. */
    public static void writeSasl(ByteBuf out, SaslFrameBody body) {
        int start = FrameHeader.start(out, FrameHeader.SASL, 0);
        Codec.current().writeValue(out, body);
        FrameHeader.finish(out, start);
    }

    /** Writes a flow. */
    public static void write(ByteBuf out, int channel, FlowFrame flow) {
        int start = FrameHeader.start(out, FrameHeader.AMQP, channel);
        int list = startList(out, 0x13, flow.handle() < 0 ? 4 : 10);
        writeUint(out, flow.nextIncomingId());
        writeUint(out, flow.incomingWindow());
        writeUint(out, flow.nextOutgoingId());
        writeUint(out, flow.outgoingWindow());
        if (flow.handle() >= 0) {
            writeUint(out, flow.handle());
            writeUint(out, flow.deliveryCount());
            writeUint(out, flow.linkCredit());
            writeUint(out, flow.available());
            out.writeByte(flow.drain() ? TRUE : FALSE);
            out.writeByte(flow.echo() ? TRUE : FALSE);
        }
        finishList(out, list);
        FrameHeader.finish(out, start);
    }

    /** Writes a disposition. */
    public static void write(ByteBuf out, int channel, DispositionFrame disposition) {
        int start = FrameHeader.start(out, FrameHeader.AMQP, channel);
        int list = startList(out, 0x15, 5);
        out.writeByte(disposition.fromReceiver() ? TRUE : FALSE);
        writeUint(out, disposition.first());
        writeUint(out, disposition.last());
        out.writeByte(disposition.settled() ? TRUE : FALSE);
        Codec.current().writeState(out, disposition.state());
        finishList(out, list);
        FrameHeader.finish(out, start);
    }

    /**
     * Begins the frame of a transfer: the payload is written behind it, then {@link #finishTransfer} is called.
     *
     * @return what {@link #finishTransfer} takes
     */
    public static int startTransfer(ByteBuf out, int channel, TransferFrame transfer) {
        int start = FrameHeader.start(out, FrameHeader.AMQP, channel);
        int list = startList(out, 0x14, transfer.resume() || transfer.aborted() ? 10 : fieldCount(transfer.state()));
        writeUint(out, transfer.handle());
        writeUint(out, transfer.deliveryId());
        writeTag(out, transfer.deliveryTag());
        writeUint(out, transfer.messageFormat());
        out.writeByte(Boolean.TRUE.equals(transfer.settled()) ? TRUE : FALSE);
        out.writeByte(transfer.more() ? TRUE : FALSE);
        if (transfer.resume() || transfer.aborted() || transfer.state() != null) {
            out.writeByte(NULL);
            Codec.current().writeState(out, transfer.state());
        }
        if (transfer.resume() || transfer.aborted()) {
            out.writeByte(transfer.resume() ? TRUE : FALSE);
            out.writeByte(transfer.aborted() ? TRUE : FALSE);
        }
        finishList(out, list);
        return start;
    }

    private static int fieldCount(DeliveryState state) {
        return state == null ? 6 : 8;
    }

    /** Completes a transfer's frame. */
    public static void finishTransfer(ByteBuf out, int start) {
        FrameHeader.finish(out, start);
    }

    private static int startList(ByteBuf out, int code, int fields) {
        out.writeByte(0);
        out.writeByte(0x53);
        out.writeByte(code);
        out.writeByte(0xd0);
        int list = out.writerIndex();
        out.writeInt(0);
        out.writeInt(fields);
        return list;
    }

    private static void finishList(ByteBuf out, int list) {
        out.setInt(list, out.writerIndex() - list - Integer.BYTES);
    }

    private static void writeUint(ByteBuf out, long value) {
        if (value < 0) {
            out.writeByte(NULL);
        } else if (value == 0) {
            out.writeByte(0x43);
        } else if (value < 256) {
            out.writeByte(0x52);
            out.writeByte((int) value);
        } else {
            out.writeByte(0x70);
            out.writeInt((int) value);
        }
    }

    private static void writeTag(ByteBuf out, byte[] tag) {
        if (tag == null) {
            out.writeByte(NULL);
        } else {
            out.writeByte(0xa0);
            out.writeByte(tag.length);
            out.writeBytes(tag);
        }
    }
}
