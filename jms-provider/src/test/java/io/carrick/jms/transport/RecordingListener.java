package io.carrick.jms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it was told. */
final class RecordingListener implements TransportListener {
    private static final JMSException INTENDED = new JMSException("closed by intention");

    private final CompletableFuture<Transport> connected = new CompletableFuture<>();
    private final CompletableFuture<JMSException> closed = new CompletableFuture<>();
    private final StringBuffer received = new StringBuffer();
    private final AtomicInteger closings = new AtomicInteger();
    private final CompletableFuture<Boolean> unwritable = new CompletableFuture<>();

    @Override
    public void connected(Transport transport) {
        connected.complete(transport);
    }

    @Override
    public void received(ByteBuf bytes) {
        received.append(bytes.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void readComplete() {
        // Everything of interest was received before.
    }

    @Override
    public void writabilityChanged(boolean writable) {
        if (!writable) {
            unwritable.complete(true);
        }
    }

    @Override
    public void closed(JMSException cause) {
        closings.incrementAndGet();
        closed.complete(cause == null ? INTENDED : cause);
    }

    Transport transport() throws Exception {
        return CompletableFuture.anyOf(connected, closed.thenCompose(CompletableFuture::failedFuture))
                .thenApply(Transport.class::cast)
                .get(10, TimeUnit.SECONDS);
    }

    /** Why it was closed; null if by intention. */
    JMSException cause() throws Exception {
        JMSException cause = closed.get(10, TimeUnit.SECONDS);
        return cause == INTENDED ? null : cause;
    }

    boolean wasConnected() {
        return connected.isDone();
    }

    void awaitUnwritable() throws Exception {
        unwritable.get(10, TimeUnit.SECONDS);
    }

    int closings() {
        return closings.get();
    }

    String text() {
        return received.toString();
    }

    void send(TransportConnector connector, String text) {
        connector.eventLoop().execute(() -> {
            Transport transport = connected.join();
            transport.write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
            transport.flush();
        });
    }
}
