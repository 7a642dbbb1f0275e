package io.carrick.store.file;

import io.carrick.store.file.SimulatedDisk.Fault;
import io.carrick.store.file.SimulatedDisk.Operation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** A directory of the simulated disk as one generation of processes sees it. */
final class SimulatedLogDirectory implements LogDirectory {
    private final SimulatedDisk disk;
    private final SimulatedDirectory directory;
    private final int generation;

    SimulatedLogDirectory(SimulatedDisk disk, SimulatedDirectory directory, int generation) {
        this.disk = disk;
        this.directory = directory;
        this.generation = generation;
    }

    @Override
    public LogFile open(String name) throws IOException {
        synchronized (disk) {
            begin(Operation.OPEN, name);
            return new SimulatedLogFile(disk, existing(name), name, generation);
        }
    }

    @Override
    public LogFile create(String name) throws IOException {
        synchronized (disk) {
            begin(Operation.CREATE, name);
            if (directory.entries().containsKey(name)) {
                throw new FileAlreadyExistsException(name);
            }
            SimulatedInode inode = new SimulatedInode();
            directory.create(name, inode);
            return new SimulatedLogFile(disk, inode, name, generation);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (disk) {
            begin(Operation.RENAME, from);
            existing(from);
            directory.rename(from, to);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        synchronized (disk) {
            begin(Operation.DELETE, name);
            existing(name);
            directory.delete(name);
        }
    }

    @Override
    public List<String> list() throws IOException {
        synchronized (disk) {
            begin(Operation.LIST, directory.name());
            return List.copyOf(directory.entries().keySet());
        }
    }

    @Override
    public LogDirectory directory(String name) throws IOException {
        synchronized (disk) {
            begin(Operation.OPEN, name);
            return new SimulatedLogDirectory(disk, directory.child(name), generation);
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (disk) {
            begin(Operation.FORCE_DIRECTORY, directory.name());
            directory.force();
        }
    }

    @Override
    public long usableBytes() {
        synchronized (disk) {
            return disk.usableBytes();
        }
    }

    @Override
    public void close() {
        // Nothing is held: a simulated disk has no lock.
    }

    private void begin(Operation operation, String name) throws IOException {
        Fault fault = disk.begin(operation, generation);
        if (fault != null) {
            throw SimulatedDisk.exceptionFor(fault, operation, name);
        }
    }

    private SimulatedInode existing(String name) throws NoSuchFileException {
        SimulatedInode inode = directory.entries().get(name);
        if (inode == null) {
            throw new NoSuchFileException(name);
        }
        return inode;
    }
}
