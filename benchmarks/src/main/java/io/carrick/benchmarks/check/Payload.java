package io.carrick.benchmarks.check;

/**
 * What a message of the load driver says about itself.
 *
 * @param producer who sent it, counted from 0
 * @param sequence of the message among those of its producer, counted from 0 without gaps
 * @param sentNanos {@link System#nanoTime()} just before it was sent, meaningful in the sending process only
 */
public record Payload(int producer, long sequence, long sentNanos) {}
