package io.carrick.store.file;

import io.carrick.store.file.SimulatedDisk.Fault;
import io.carrick.store.file.SimulatedDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

/** An open file of the simulated disk. */
final class SimulatedLogFile implements LogFile {
    private final SimulatedDisk disk;
    private final SimulatedInode inode;
    private final String name;
    private final int generation;
    private boolean closed;

    SimulatedLogFile(SimulatedDisk disk, SimulatedInode inode, String name, int generation) {
        this.disk = disk;
        this.inode = inode;
        this.name = name;
        this.generation = generation;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        synchronized (disk) {
            Fault fault = begin(Operation.WRITE);
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            long growth = Math.max(0, position + bytes.length - inode.size());
            if (fault == null && growth <= disk.usableBytes()) {
                inode.write(bytes, Math.toIntExact(position));
                return;
            }
            // A write that fails may have written a part.
            if (growth <= disk.usableBytes()) {
                inode.write(Arrays.copyOf(bytes, disk.random().nextInt(bytes.length + 1)), Math.toIntExact(position));
            }
            throw SimulatedDisk.exceptionFor(fault == null ? Fault.ENOSPC : fault, Operation.WRITE, name);
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        synchronized (disk) {
            fail(begin(Operation.READ), Operation.READ);
            byte[] bytes = new byte[target.remaining()];
            int count = position >= inode.size() ? 0 : inode.read(bytes, 0, bytes.length, Math.toIntExact(position));
            target.put(bytes, 0, count);
            return count == 0 && bytes.length > 0 ? -1 : count;
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            Fault fault = begin(Operation.FORCE);
            if (fault != null) {
                inode.failForce(disk.random());
                throw SimulatedDisk.exceptionFor(fault, Operation.FORCE, name);
            }
            inode.force();
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            checkOpen();
            return inode.size();
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            fail(begin(Operation.TRUNCATE), Operation.TRUNCATE);
            inode.resize((int) Math.min(size, inode.size()));
        }
    }

    @Override
    public void preallocate(long size) throws IOException {
        synchronized (disk) {
            Fault fault = begin(Operation.PREALLOCATE);
            if (fault == null && size - inode.size() > disk.usableBytes()) {
                fault = Fault.ENOSPC;
            }
            inode.resize(0);
            if (fault != null) {
                inode.write(new byte[disk.random().nextInt((int) size)], 0);
                throw SimulatedDisk.exceptionFor(fault, Operation.PREALLOCATE, name);
            }
            inode.write(new byte[Math.toIntExact(size)], 0);
            inode.force();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            closed = true;
        }
    }

    private Fault begin(Operation operation) throws IOException {
        checkOpen();
        return disk.begin(operation, generation);
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private void fail(Fault fault, Operation operation) throws IOException {
        if (fault != null) {
            throw SimulatedDisk.exceptionFor(fault, operation, name);
        }
    }
}
