package io.carrick.broker.core;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Explores a machine, a broker and its model, breadth first: from each state that the model tells apart, reached by its
 * shortest path, every operation that is possible is tried, in a new machine that was led along that path. States that
 * the model does not tell apart count as one, and only the first path to them is gone on from: what the model leaves out
 * of its state must not matter to the broker. {@code -Dcarrick.depth=N} tries all sequences of N operations from each
 * state instead, whatever states are in between.
 *
 * @param <M> the machine
 * @param <P> its phases
 */
final class Exploration<M extends Exploration.Machine<P>, P extends Enum<P>> {
    private static final int DEPTH = Integer.getInteger("carrick.depth", 1);
    private static final int TRIES = 50;

    /** A broker and its model. */
    interface Machine<P extends Enum<P>> extends AutoCloseable {
        /** All that decides how the model goes on. */
        String state();

        P phase();

        /** Compares what can be seen of the broker with the model. */
        void check() throws Exception;

        @Override
        void close() throws IOException;
    }

    /** Makes a machine in its first state; the seed is for what is left to chance. */
    @FunctionalInterface
    interface Start<M> {
        M with(long seed) throws Exception;
    }

    /** What an operation does to a machine; it asserts that the answer is the model's. */
    @FunctionalInterface
    interface Step<M> {
        void on(M machine) throws Exception;
    }

    /**
     * What was explored.
     *
     * @param longest the number of operations of the longest path
     */
    record Covered<P extends Enum<P>>(int states, int transitions, int longest, Set<P> phases) {}

    private record Operation<M>(String name, Predicate<M> possible, Step<M> step) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Reached<M>(String state, List<Operation<M>> path, List<Operation<M>> possible) {}

    private final Start<M> start;
    private final EnumSet<P> phases;
    private final List<Operation<M>> operations = new ArrayList<>();
    private final Set<String> states = new HashSet<>();
    private final Queue<Reached<M>> unexplored = new ArrayDeque<>();
    private int longestAllowed = Integer.MAX_VALUE;
    private long runs;
    private int transitions;
    private int longest;

    Exploration(Class<P> phases, Start<M> start) {
        this.start = start;
        this.phases = EnumSet.noneOf(phases);
    }

    Exploration<M, P> operation(String name, Step<M> step) {
        return operation(name, machine -> true, step);
    }

    /** @param possible whether it makes sense, and leaves the machine small enough */
    Exploration<M, P> operation(String name, Predicate<M> possible, Step<M> step) {
        operations.add(new Operation<>(name, possible, step));
        return this;
    }

    /** Goes on from no state that is as far as this from the first. */
    Exploration<M, P> within(int length) {
        longestAllowed = length;
        return this;
    }

    Covered<P> all() throws Exception {
        note(run(null, List.of()));
        while (!unexplored.isEmpty()) {
            follow(unexplored.remove(), DEPTH);
        }
        return new Covered<>(states.size(), transitions, longest, phases);
    }

    private void follow(Reached<M> from, int depth) throws Exception {
        for (Operation<M> operation : from.possible) {
            List<Operation<M>> path = new ArrayList<>(from.path);
            path.add(operation);
            Reached<M> reached = run(from.state, path);
            transitions++;
            note(reached);
            if (depth > 1) {
                follow(reached, depth - 1);
            }
        }
    }

    private void note(Reached<M> reached) {
        if (states.add(reached.state)) {
            longest = Math.max(longest, reached.path.size());
            if (reached.path.size() < longestAllowed) {
                unexplored.add(reached);
            }
        }
    }

    /** Chance, such as what a power cut has left, may lead a path elsewhere than the first time: then it is tried again. */
    private Reached<M> run(String beforeLast, List<Operation<M>> path) throws Exception {
        for (int tries = 0; tries < TRIES; tries++) {
            Reached<M> reached = runOnce(beforeLast, path);
            if (reached != null) {
                return reached;
            }
        }
        throw new AssertionError(path + " came no more through " + beforeLast);
    }

    private Reached<M> runOnce(String beforeLast, List<Operation<M>> path) throws Exception {
        try (M machine = start.with(runs++)) {
            for (int i = 0; i < path.size(); i++) {
                if (i == path.size() - 1 && !machine.state().equals(beforeLast)) {
                    return null;
                }
                path.get(i).step.on(machine);
            }
            machine.check();
            phases.add(machine.phase());
            List<Operation<M>> possible = operations.stream()
                    .filter(each -> each.possible.test(machine))
                    .toList();
            return new Reached<>(machine.state(), path, possible);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("After " + path + ": " + e.getMessage(), e);
        }
    }
}
