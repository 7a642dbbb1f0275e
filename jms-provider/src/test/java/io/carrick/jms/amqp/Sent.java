package io.carrick.jms.amqp;

import io.carrick.jms.wire.OutboundMessage;
import io.carrick.jms.wire.SendCompletion;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A message of one letter behind a header, and what became of it. */
final class Sent implements SendCompletion {
    volatile boolean withdrawn;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    static OutboundMessage message(String letter) {
        return message(letter, false);
    }

    /** One that must not be sent again after a failover. */
    static OutboundMessage once(String letter) {
        return new OutboundMessage(message(letter).encoded(), true, false, null, true);
    }

    static OutboundMessage message(String letter, boolean settled) {
        byte[] encoded = {
            // header, durable
            0x00,
            0x53,
            0x70,
            (byte) 0xc0,
            0x02,
            0x01,
            0x41,
            // amqp-value, string of one character
            0x00,
            0x53,
            0x77,
            (byte) 0xa1,
            0x01,
            0x00
        };
        encoded[encoded.length - 1] = letter.getBytes(StandardCharsets.US_ASCII)[0];
        return new OutboundMessage(encoded, true, settled, null, false);
    }

    @Override
    public void accepted() {
        if (!outcome.complete(null)) {
            throw new AssertionError("told twice");
        }
    }

    @Override
    public void failed(JMSException cause) {
        if (!outcome.completeExceptionally(cause)) {
            throw new AssertionError("told twice");
        }
    }

    @Override
    public boolean isWithdrawn() {
        return withdrawn;
    }

    @Override
    public boolean begin() {
        return !withdrawn;
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /** Waits for the outcome: null if the message was accepted. */
    Throwable failure() throws Exception {
        try {
            outcome.get(5, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
