package io.carrick.amqp.link;

import io.carrick.amqp.engine.Session;
import io.carrick.amqp.message.BodyScanner;
import io.carrick.amqp.message.IncomingMessage;
import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.amqp.message.MessageDecoder;
import io.carrick.broker.BrokerError;
import io.carrick.broker.LargeBody;
import io.carrick.broker.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A message that is written to the log while it arrives. As long as its bytes are not written, the session's window
 * stays closed by as many frames, and reading from the socket may pause.
 */
final class LargeMessage {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final LinkContext context;
    private final Session session;
    private final Consumer<BrokerError> onFailure;
    private final IncomingMessage beginning;
    private final BodyScanner scanner = new BodyScanner();
    private final LargeBody body;
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int filled;
    private int framesInChunk;
    private long size;

    /**
     * Begins with what has arrived so far.
     *
     * @param onFailure told if the log does not take a chunk
     */
    LargeMessage(LinkContext context, Session session, ByteBuf arrived, Consumer<BrokerError> onFailure)
            throws MalformedMessageException {
        this.context = context;
        this.session = session;
        this.onFailure = onFailure;
        beginning = MessageDecoder.decodeBeginning(arrived, context.wallMillis());
        byte[] stored = beginning.builder().build().encoded();
        int bodyStart = beginning.contents().bodyStart();
        scanner.accept(Unpooled.wrappedBuffer(stored, bodyStart, stored.length - bodyStart));
        body = context.broker().openLargeBody();
        size = arrived.readableBytes();
    }

    /** Takes the next part. */
    void add(ByteBuf part) throws MalformedMessageException {
        scanner.accept(part);
        int bytes = part.readableBytes();
        size += bytes;
        context.staged().staged(bytes);
        session.hold(1);
        framesInChunk++;
        int at = part.readerIndex();
        while (bytes > 0) {
            int taken = Math.min(bytes, chunk.length - filled);
            part.getBytes(at, chunk, filled, taken);
            filled += taken;
            at += taken;
            bytes -= taken;
            if (filled == chunk.length) {
                write(chunk);
            }
        }
    }

    private void write(byte[] full) {
        int frames = framesInChunk;
        int bytes = full.length;
        chunk = new byte[CHUNK_BYTES];
        filled = 0;
        framesInChunk = 0;
        body.append(full, Reply.of(written -> release(bytes, frames), error -> {
            release(bytes, frames);
            onFailure.accept(error);
        }));
    }

    private void release(int bytes, int frames) {
        context.staged().written(bytes);
        session.release(frames);
    }

    /** Bytes so far, as the client counts them. */
    long size() {
        return size;
    }

    /** The whole message, after its last part. */
    IncomingMessage finish() throws MalformedMessageException {
        scanner.finish();
        if (filled > 0) {
            write(Arrays.copyOf(chunk, filled));
        }
        beginning.builder().largeBody(body);
        return beginning;
    }

    /** Forgets the message. */
    void discard() {
        if (filled > 0 || framesInChunk > 0) {
            release(filled, framesInChunk);
            filled = 0;
            framesInChunk = 0;
        }
        body.discard();
    }
}
