package io.carrick.store.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A disk in memory with the manners of a real one, and a bad one if asked: what was not forced can be lost or torn by a
 * {@link #crash}, operations can fail, bits can flip, space can run out. The same seed and the same operations give the
 * same result. Thread-safe.
 *
 * <p>A crash invalidates every directory and file object handed out before it: a thread of the dead broker that still
 * runs cannot touch the disk of the next one.
 */
public final class SimulatedDisk {
    /** How an operation can fail. */
    public enum Fault {
        /** An input/output error of the device. */
        EIO,
        /** No space left on the device. */
        ENOSPC
    }

    /** What an operation does; decides which ones a fault can hit. */
    enum Operation {
        OPEN,
        CREATE,
        RENAME,
        DELETE,
        LIST,
        FORCE_DIRECTORY,
        WRITE,
        READ,
        FORCE,
        TRUNCATE,
        PREALLOCATE
    }

    private final SplittableRandom random;
    private final SimulatedDirectory root;
    private long capacity = Long.MAX_VALUE;
    private long operations;
    private long forces;
    private long failAt = -1;
    private long failForceAt = -1;
    private Fault fault = Fault.EIO;
    private boolean faultHappened;
    private int generation;

    public SimulatedDisk(long seed) {
        this.random = new SplittableRandom(seed);
        this.root = new SimulatedDirectory("");
    }

    /** Another disk with the same files, all of it durable. */
    public synchronized SimulatedDisk copy(long seed) {
        SimulatedDisk copy = new SimulatedDisk(seed);
        copy.root.copyFrom(root);
        copy.capacity = capacity;
        return copy;
    }

    /** The root directory, as a process sees it that starts now. */
    public synchronized LogDirectory root() {
        return new SimulatedLogDirectory(this, root, generation);
    }

    /** Power cut: what was not forced is kept, lost or torn, each page and each directory entry for itself. */
    public synchronized void crash() {
        generation++;
        clearFaults();
        root.crash(random);
    }

    /** Death of the process: the page cache survives, and with it everything written. */
    public synchronized void kill() {
        generation++;
        clearFaults();
    }

    /** Lets the operation fail that comes as the n-th from now, counted from 1, of whatever kind. */
    public synchronized void failOperation(long n, Fault how) {
        failAt = operations + n;
        fault = how;
    }

    /** Lets the n-th force of a file from now, counted from 1, fail with an input/output error. */
    public synchronized void failForce(long n) {
        failForceAt = forces + n;
        fault = Fault.EIO;
    }

    /** Whether the fault that was asked for has happened. */
    public synchronized boolean faultHappened() {
        return faultHappened;
    }

    private void clearFaults() {
        failAt = -1;
        failForceAt = -1;
        faultHappened = false;
    }

    /** Operations so far. */
    public synchronized long operations() {
        return operations;
    }

    /** Forces of files so far. */
    public synchronized long forces() {
        return forces;
    }

    /** Limits the bytes of all files together. */
    public synchronized void limit(long bytes) {
        capacity = bytes;
    }

    /** Bytes of all files together. */
    public synchronized long usedBytes() {
        return root.bytes();
    }

    /** Paths of all files, with {@code /} between directories, sorted. */
    public synchronized List<String> files() {
        List<String> paths = new ArrayList<>();
        root.collectFiles("", paths);
        return paths;
    }

    /** A copy of what is in a file. */
    public synchronized byte[] contents(String path) {
        return root.file(path).contents();
    }

    /** Replaces what is in a file, behind the back of everyone and durably. */
    public synchronized void overwrite(String path, byte[] contents) {
        root.file(path).overwrite(contents);
    }

    /** Flips one bit, behind the back of everyone and durably. */
    public synchronized void flipBit(String path, long bit) {
        byte[] contents = contents(path);
        contents[Math.toIntExact(bit / Byte.SIZE)] ^= (byte) (1 << bit % Byte.SIZE);
        overwrite(path, contents);
    }

    /** Removes a file, behind the back of everyone and durably. */
    public synchronized void remove(String path) {
        root.remove(path);
    }

    SplittableRandom random() {
        return random;
    }

    /** Called under the monitor at the start of each operation; returns the fault it must end with, or null. */
    Fault begin(Operation operation, int handleGeneration) throws IOException {
        if (handleGeneration != generation) {
            throw new IOException("The machine of this handle has crashed");
        }
        operations++;
        boolean isForce = operation == Operation.FORCE || operation == Operation.PREALLOCATE;
        forces += isForce ? 1 : 0;
        boolean hit = operations == failAt || isForce && forces == failForceAt;
        faultHappened |= hit;
        return hit ? fault : null;
    }

    static IOException exceptionFor(Fault fault, Operation operation, String name) {
        String what = operation + " of " + name;
        return fault == Fault.ENOSPC
                ? new DiskFullException("No space left on device: " + what, null)
                : new IOException("Input/output error: " + what);
    }

    long usableBytes() {
        return Math.max(0, capacity - root.bytes());
    }
}
