package io.carrick.amqp.link;

import io.carrick.amqp.engine.Payload;
import io.carrick.amqp.message.MessageEncoder;
import io.carrick.broker.Delivery;
import io.carrick.broker.LargeBody;
import io.carrick.broker.Message;
import io.netty.buffer.ByteBuf;

/** A message on its way to a client: a fresh header, then the contents as stored, then the chunks of a large body. */
final class MessagePayload implements Payload {
    private final LargeBody body;
    private byte[] piece;
    private int position;
    private int end;
    private byte[] encoded;
    private int nextChunk;
    private long remaining;

    MessagePayload(Delivery delivery, Message message, long wallMillis) {
        piece = new byte[MessageEncoder.HEADER_SIZE_MAX];
        end = MessageEncoder.writeHeader(
                piece, 0, message, delivery.deliveryCount(), delivery.firstAcquirer(), wallMillis);
        encoded = message.encoded();
        body = message.largeBody();
        remaining = end + message.size();
    }

    /** @param head the sections in front of the contents */
    MessagePayload(byte[] head, Message message) {
        piece = head;
        end = head.length;
        encoded = message.encoded();
        body = message.largeBody();
        remaining = end + message.size();
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public void takeInto(ByteBuf out, int bytes) {
        int wanted = bytes;
        while (wanted > 0) {
            if (position == end) {
                nextPiece();
            }
            int taken = Math.min(wanted, end - position);
            out.writeBytes(piece, position, taken);
            position += taken;
            wanted -= taken;
        }
        remaining -= bytes;
    }

    private void nextPiece() {
        if (encoded != null) {
            piece = encoded;
            encoded = null;
        } else {
            piece = body.read(nextChunk++);
        }
        position = 0;
        end = piece.length;
    }
}
