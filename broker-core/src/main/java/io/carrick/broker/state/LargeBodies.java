package io.carrick.broker.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chains of chunks that large messages consist of. A chain without references belongs to a message that is still
 * arriving. {@link #chunks} may be called from any thread, the rest from the core thread.
 */
public final class LargeBodies {
    private final Map<Long, Chain> chains = new ConcurrentHashMap<>();
    private final LiveSpace space;

    public LargeBodies(LiveSpace space) {
        this.space = space;
    }

    /** A chunk arrived. */
    void add(long id, long position, int size, int length) {
        space.retain(position, size);
        chains.computeIfAbsent(id, k -> new Chain()).add(new Place(position, size), length);
    }

    /** One more message consists of it. */
    void retain(long id) {
        Chain chain = chains.get(id);
        if (chain != null) {
            chain.references++;
        }
    }

    /** One message less consists of it; the last one takes it along. */
    void release(long id) {
        Chain chain = chains.get(id);
        if (chain != null && --chain.references <= 0) {
            drop(id);
        }
    }

    /** It will not be completed. Nothing happens if a message was made of it. */
    void discard(long id) {
        Chain chain = chains.get(id);
        if (chain != null && chain.references == 0) {
            drop(id);
        }
    }

    /** Drops all chains that no message was made of. */
    void discardUnfinished() {
        for (Long id : new ArrayList<>(chains.keySet())) {
            discard(id);
        }
    }

    private void drop(long id) {
        for (Place chunk : chains.remove(id).snapshot()) {
            space.release(chunk.position(), chunk.size());
        }
    }

    /** The chunks that have arrived so far, in order; empty if there is no such chain. Thread-safe. */
    public List<Place> chunks(long id) {
        Chain chain = chains.get(id);
        return chain == null ? List.of() : chain.snapshot();
    }

    /** Number of bytes that have arrived so far. Thread-safe. */
    public long length(long id) {
        Chain chain = chains.get(id);
        return chain == null ? 0 : chain.length();
    }

    /** Number of chains. */
    public int count() {
        return chains.size();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(chains.size());
        for (Map.Entry<Long, Chain> entry : chains.entrySet()) {
            List<Place> chunks = entry.getValue().snapshot();
            out.writeLong(entry.getKey());
            out.writeLong(entry.getValue().length());
            out.writeInt(chunks.size());
            for (Place chunk : chunks) {
                out.writeLong(chunk.position());
                out.writeInt(chunk.size());
            }
        }
    }

    /** Reads the chains; those that read what refers to them retain them again. */
    void read(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            Chain chain = new Chain();
            chains.put(in.readLong(), chain);
            chain.length = in.readLong();
            for (int chunks = in.readInt(); chunks > 0; chunks--) {
                chain.add(new Place(in.readLong(), in.readInt()), 0);
            }
        }
    }

    private static final class Chain {
        private final List<Place> chunks = new ArrayList<>();
        private int references;

        private long length;

        synchronized void add(Place chunk, int bytes) {
            chunks.add(chunk);
            length += bytes;
        }

        synchronized long length() {
            return length;
        }

        synchronized List<Place> snapshot() {
            return List.copyOf(chunks);
        }
    }
}
