package io.carrick.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A directory as the store sees it: every access of the store to a disk goes through here, so that a test can put a
 * simulated disk in its place. Thread-safe.
 */
public interface LogDirectory extends Closeable {
    /** Opens a file for reading and writing; {@link java.nio.file.NoSuchFileException} if it does not exist. */
    LogFile open(String name) throws IOException;

    /**
     * Creates an empty file; {@link java.nio.file.FileAlreadyExistsException} if it exists. Durable after
     * {@link #force}.
     */
    LogFile create(String name) throws IOException;

    /** Renames atomically, replacing what has the new name. Durable after {@link #force}. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file. Durable after {@link #force}. */
    void delete(String name) throws IOException;

    /** Names of all files, sorted; sub-directories and the directory's own lock file are not among them. */
    List<String> list() throws IOException;

    /** The sub-directory of that name, created (durably) if it does not exist. */
    LogDirectory directory(String name) throws IOException;

    /** When this returns, earlier creations, renames and deletions in it are durable (fsync of the directory). */
    void force() throws IOException;

    /** Bytes that can still be written on the device. */
    long usableBytes() throws IOException;

    /**
     * Gives up the exclusive use of the directory, if this object holds it. Files opened through it are not closed; a
     * sub-directory holds nothing and its {@code close} does nothing.
     */
    @Override
    void close() throws IOException;
}
