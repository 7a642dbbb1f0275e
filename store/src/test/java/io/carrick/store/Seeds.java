package io.carrick.store;

import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Runs a randomised test for many seeds; {@code -Dcarrick.seeds=N} says how many, {@code -Dcarrick.seed=S} runs one. */
public final class Seeds {
    private static final int DEFAULT_COUNT = 200;

    private Seeds() {}

    /** One run of a test; all its choices follow from the seed. */
    @FunctionalInterface
    public interface Run {
        void with(long seed) throws Throwable;
    }

    /** A generator for a seed; those of neighbouring seeds differ from the first number on. */
    public static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    /** Runs all seeds; a failure names the seed that caused it. */
    public static void forEach(Run run) {
        Long only = Long.getLong("carrick.seed");
        int count = Integer.getInteger("carrick.seeds", DEFAULT_COUNT);
        for (long seed = only == null ? 0 : only; seed < (only == null ? count : only + 1); seed++) {
            long current = seed;
            named("seed " + seed + " (-Dcarrick.seed=" + seed + ")", () -> run.with(current));
        }
    }

    /** Runs one step of a loop, so that its failure tells the step. */
    static void named(String name, ThrowingCallable step) {
        try {
            step.call();
        } catch (Throwable t) {
            throw new AssertionError("Failed with " + name + ": " + t.getMessage(), t);
        }
    }
}
