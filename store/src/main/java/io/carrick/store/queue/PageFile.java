package io.carrick.store.queue;

import io.carrick.store.checkpoint.ExtentFiles;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.file.LogFile;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Fixed-size pages shared by all queues of a log. A page is written once, read any number of times and freed; what a
 * kept checkpoint (the last two) refers to is not overwritten: a page that was part of one becomes writable again only
 * when two later checkpoints are durable, any other at once. Space is taken in files of {@link #EXTENT_PAGES} pages;
 * a file without a needed page is deleted when a checkpoint becomes durable.
 *
 * <p>Page: CRC-32C of what follows (4 bytes), payload length (4), page id (8), payload.
 *
 * <p>A checkpoint: {@link #checkpointBegun}, {@link #write(DataOutput)}, then {@link #force} before the checkpoint
 * itself is made durable, then {@link #checkpointDurable}. Owned by one thread; only {@link #force} may be called from
 * another.
 */
public final class PageFile implements Closeable {
    /** Pages per file. */
    public static final int EXTENT_PAGES = 2048;

    /** Bytes of a page that are not payload. */
    public static final int HEADER_BYTES = 16;

    /** Holds back changes of pages until a checkpoint begins. */
    interface WriteBack {
        void writeBack() throws IOException;
    }

    private static final String SUFFIX = ".pages";

    private final ExtentFiles extents;
    private final PageAllocation allocation;
    private final int pageSize;
    private final ByteBuffer buffer;
    private final List<WriteBack> changed = new ArrayList<>();
    private final ResidentChunks.Total residentChunks = new ResidentChunks.Total();

    /** Starts empty: files of earlier pages in the directory are deleted. */
    public PageFile(LogDirectory dir, int pageSize) throws IOException {
        this(dir, pageSize, new PageAllocation());
    }

    private PageFile(LogDirectory dir, int pageSize, PageAllocation allocation) throws IOException {
        if (pageSize <= HEADER_BYTES) {
            throw new IllegalArgumentException("page size " + pageSize + " is below " + (HEADER_BYTES + 1));
        }
        this.extents = new ExtentFiles(dir, SUFFIX);
        this.pageSize = pageSize;
        this.allocation = allocation;
        this.buffer = ByteBuffer.allocateDirect(pageSize);
        deleteUnneededFiles();
    }

    /** Bytes that a page can hold. */
    public int payloadBytes() {
        return pageSize - HEADER_BYTES;
    }

    /** Pages in use now. */
    public int usedPages() {
        return allocation.usedCount();
    }

    /**
     * Writes a page; durable after {@link #force}.
     *
     * @param page at most {@link #payloadBytes} bytes, all remaining ones are taken
     * @return the id to read and free it by
     */
    public long write(ByteBuffer page) throws IOException {
        if (page.remaining() > payloadBytes()) {
            throw new IllegalArgumentException(page.remaining() + " bytes in a page of " + payloadBytes());
        }
        long id = allocation.allocate();
        buffer.clear().putInt(0).putInt(page.remaining()).putLong(id).put(page).flip();
        buffer.putInt(0, crc(buffer));
        int slot = PageAllocation.slot(id);
        LogFile file = extents.forWriting(slot / EXTENT_PAGES);
        file.write(buffer, offset(slot));
        extents.written(file);
        return id;
    }

    /**
     * Reads a page.
     *
     * @throws CorruptPageException if the page is not what was written under that id
     */
    public ByteBuffer read(long id) throws IOException {
        int slot = PageAllocation.slot(id);
        if (!allocation.isUsed(id)) {
            throw new IllegalArgumentException("page " + slot + " is not in use");
        }
        LogFile file = extents.forReading(slot / EXTENT_PAGES);
        fill(file, offset(slot));
        String fault = fault(id);
        if (fault != null) {
            throw new CorruptPageException(
                    "page " + slot + " (file " + file.name() + ", offset " + offset(slot) + ") is damaged: " + fault);
        }
        ByteBuffer payload = ByteBuffer.allocate(buffer.getInt(4));
        payload.put(buffer.position(HEADER_BYTES)).flip();
        return payload;
    }

    private void fill(LogFile file, long offset) throws IOException {
        buffer.clear();
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = file.read(buffer, offset + buffer.position());
        }
        buffer.flip();
    }

    /** What is wrong with the page in the buffer, null if nothing; sets the limit to the end of the page. */
    private String fault(long id) {
        if (buffer.limit() < HEADER_BYTES) {
            return "only " + buffer.limit() + " bytes are there";
        }
        int length = buffer.getInt(4);
        if (length < 0 || length > buffer.limit() - HEADER_BYTES) {
            return "its length is given as " + length + " where " + (buffer.limit() - HEADER_BYTES) + " bytes are";
        }
        buffer.limit(HEADER_BYTES + length);
        int stored = buffer.getInt(0);
        int computed = crc(buffer);
        if (stored != computed) {
            return String.format("CRC is %08x, stored is %08x", computed, stored);
        }
        long found = buffer.getLong(8);
        return found == id ? null : String.format("it was written as %x, wanted is %x", found, id);
    }

    private static int crc(ByteBuffer page) {
        CRC32C crc = new CRC32C();
        crc.update(page.duplicate().position(4));
        return (int) crc.getValue();
    }

    private long offset(int slot) {
        return (long) (slot % EXTENT_PAGES) * pageSize;
    }

    /** Gives a page back. Its contents stay on disk as long as a kept checkpoint refers to it. */
    public void free(long id) {
        allocation.free(id);
    }

    /** When this returns, every page written before is durable. May be called from any thread. */
    public void force() throws IOException {
        extents.force();
    }

    /** What the queues that spill to here keep in memory. */
    ResidentChunks.Total residentChunks() {
        return residentChunks;
    }

    /** Has changes to write before the next checkpoint begins. */
    void beforeCheckpoint(WriteBack holder) {
        changed.add(holder);
    }

    /**
     * The state being written from now on is that of a checkpoint: its pages stay. If the checkpoint begun before was
     * not told durable, it counts as one that may be so: its pages stay as well.
     *
     * @throws UncheckedIOException if changes held back cannot be written
     */
    public void checkpointBegun() {
        try {
            for (WriteBack holder : changed) {
                holder.writeBack();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        changed.clear();
        allocation.checkpointBegun();
    }

    /** The checkpoint begun last is durable, and so is its place as the newest of the two kept. */
    public void checkpointDurable() throws IOException {
        allocation.checkpointDurable();
        deleteUnneededFiles();
    }

    private void deleteUnneededFiles() throws IOException {
        extents.deleteIf(extent -> !allocation.isAnyTaken(extent * EXTENT_PAGES, (extent + 1) * EXTENT_PAGES));
    }

    /** Writes which pages are in use. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(pageSize);
        allocation.write(out);
    }

    /** The pages as of a checkpoint; those written after it are free again. */
    public static PageFile read(DataInput in, LogDirectory dir, int pageSize) throws IOException {
        int written = in.readInt();
        if (written != pageSize) {
            throw new IOException("the checkpoint has pages of " + written + " bytes, asked for are " + pageSize);
        }
        return new PageFile(dir, pageSize, PageAllocation.read(in));
    }

    @Override
    public void close() throws IOException {
        extents.close();
    }
}
