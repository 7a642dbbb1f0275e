package io.carrick.store.timer;

import io.carrick.store.file.LogDirectory;
import io.carrick.store.queue.PageFile;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Points in time, each with a kind, an owner and a key that mean nothing here. Fires them exactly, in the order of
 * time (then of kind, owner, key), never one before its time. There is no cancelling: the owner sees by itself, when a
 * timer fires, whether it still matters. Any time will do; negative and past ones are due at once.
 *
 * <p>What is due within seconds is in memory; the rest is in buckets that get wider with distance, and that keep their
 * timers on disk in pages once {@code memoryTimersMax} are in memory: then a timer costs a fraction of a byte of heap.
 *
 * <p>Owned by one thread; only {@link #force} may be called from another. A failed access to the disk is thrown as
 * {@link UncheckedIOException} by {@link #schedule} and {@link #poll}; the timers must not be used after it.
 * Checkpoints go as with {@link PageFile}.
 */
public final class Timers implements Closeable {
    /** Timers kept in memory by default before full blocks go to disk. */
    public static final int MEMORY_TIMERS_MAX = 100_000;

    private static final int PAGE_BYTES = 8 * 1024;

    private final PageFile pages;
    private final TimerWheel wheel;
    private final TimerHeap near = new TimerHeap();
    private final int memoryTimersMax;
    private final int blockBytes;
    /** What is due before is in the heap, all else is in the wheel. */
    private long horizon;

    private long inMemory;
    private long size;

    /** No timers; pages go to files in that directory, which belongs to the timers alone. */
    public Timers(LogDirectory dir) throws IOException {
        this(dir, MEMORY_TIMERS_MAX);
    }

    public Timers(LogDirectory dir, int memoryTimersMax) throws IOException {
        this(new PageFile(dir, PAGE_BYTES), new TimerWheel(), memoryTimersMax);
    }

    private Timers(PageFile pages, TimerWheel wheel, int memoryTimersMax) {
        this.pages = pages;
        this.wheel = wheel;
        this.memoryTimersMax = memoryTimersMax;
        this.blockBytes = pages.payloadBytes() / TimerBucket.TIMER_BYTES * TimerBucket.TIMER_BYTES;
        this.inMemory = wheel.inMemory();
    }

    /** Number of timers that have not fired. */
    public long size() {
        return size;
    }

    /** Adds a timer; several may be equal, and fire as often. */
    public void schedule(long timeMillis, int kind, long owner, long key) {
        size++;
        place(timeMillis, kind, owner, key);
    }

    private void place(long time, int kind, long owner, long key) {
        if (time < horizon) {
            near.add(time, kind, owner, key);
            return;
        }
        TimerBucket bucket = wheel.bucket(time, horizon);
        inMemory++;
        if (bucket.add(blockBytes, time, kind, owner, key) && inMemory > memoryTimersMax) {
            spillLastBlock(bucket);
        }
    }

    private void spillLastBlock(TimerBucket bucket) {
        ByteBuffer block = bucket.takeLastBlock();
        inMemory -= block.remaining() / TimerBucket.TIMER_BYTES;
        try {
            bucket.addPage(pages.write(block));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fires what is due at {@code nowMillis} or before.
     *
     * @param max to fire at most
     * @return number fired; if it is {@code max}, there may be more
     */
    public int poll(long nowMillis, int max, TimerSink sink) {
        int fired = 0;
        while (fired < max && bringNear(nowMillis)) {
            long time = near.time(0);
            int kind = near.kind(0);
            long owner = near.owner(0);
            long key = near.key(0);
            near.remove();
            size--;
            fired++;
            sink.fired(time, kind, owner, key);
        }
        return fired;
    }

    /** Makes sure that the first timer is in the heap if it is due. Returns whether it is. */
    private boolean bringNear(long now) {
        while (near.size() == 0 || near.time(0) > now) {
            int level = wheel.firstLevel();
            if (level < 0 || wheel.start(level) > now) {
                advance(now, level < 0 ? Long.MAX_VALUE : wheel.start(level));
                return false;
            }
            unpack(level);
        }
        return true;
    }

    /** Moves the horizon on with the time, as far as no bucket is in its way. */
    private void advance(long now, long firstStart) {
        if (now >= 0) {
            horizon = Math.max(horizon, Math.min(TimerWheel.endOfSpan(now), firstStart));
        }
    }

    /** Moves the timers of the first bucket of that level to where they belong now that the horizon is there. */
    private void unpack(int level) {
        long start = wheel.start(level);
        horizon = level == 0 ? TimerWheel.endOfSpan(start) : start;
        TimerBucket bucket = wheel.take(level);
        try {
            while (bucket.hasPage()) {
                long page = bucket.takePage();
                place(pages.read(page));
                pages.free(page);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (ByteBuffer block = bucket.takeBlock(); block != null; block = bucket.takeBlock()) {
            inMemory -= block.remaining() / TimerBucket.TIMER_BYTES;
            place(block);
        }
    }

    private void place(ByteBuffer block) {
        while (block.hasRemaining()) {
            place(block.getLong(), block.getInt(), block.getLong(), block.getLong());
        }
    }

    /** A time not after that of the first timer, {@link Long#MAX_VALUE} if there is none. May be early, never late. */
    public long nextTime() {
        if (near.size() > 0) {
            return near.time(0);
        }
        int level = wheel.firstLevel();
        return level < 0 ? Long.MAX_VALUE : wheel.start(level);
    }

    /** See {@link PageFile#force}. */
    public void force() throws IOException {
        pages.force();
    }

    /** See {@link PageFile#checkpointBegun}. */
    public void checkpointBegun() {
        pages.checkpointBegun();
    }

    /** See {@link PageFile#checkpointDurable}. */
    public void checkpointDurable() throws IOException {
        pages.checkpointDurable();
    }

    /** Writes all timers: those in memory themselves, the others by page. */
    public void write(DataOutput out) throws IOException {
        pages.write(out);
        out.writeLong(horizon);
        out.writeLong(size);
        wheel.write(out);
        out.writeInt(near.size());
        for (int place = 0; place < near.size(); place++) {
            out.writeLong(near.time(place));
            out.writeInt(near.kind(place));
            out.writeLong(near.owner(place));
            out.writeLong(near.key(place));
        }
    }

    /** The timers as they were written. */
    public static Timers read(DataInput in, LogDirectory dir) throws IOException {
        return read(in, dir, MEMORY_TIMERS_MAX);
    }

    public static Timers read(DataInput in, LogDirectory dir, int memoryTimersMax) throws IOException {
        PageFile pages = PageFile.read(in, dir, PAGE_BYTES);
        long horizon = in.readLong();
        long size = in.readLong();
        Timers timers = new Timers(pages, TimerWheel.read(in), memoryTimersMax);
        timers.horizon = horizon;
        timers.size = size;
        for (int left = in.readInt(); left > 0; left--) {
            timers.near.add(in.readLong(), in.readInt(), in.readLong(), in.readLong());
        }
        return timers;
    }

    @Override
    public void close() throws IOException {
        pages.close();
    }
}
