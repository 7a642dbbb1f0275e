package io.carrick.broker.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The last deduplication ids that an address has seen, oldest forgotten first. */
public final class Deduplication {
    private final Set<String> seen = new LinkedHashSet<>();
    private final int window;

    /** @param window how many ids are remembered */
    Deduplication(int window) {
        this.window = window;
    }

    /** Remembers an id; false if it is known already. */
    boolean add(String id) {
        if (window == 0) {
            return true;
        }
        if (!seen.add(id)) {
            return false;
        }
        for (Iterator<String> oldest = seen.iterator(); seen.size() > window; ) {
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    /** Whether a message with that id was stored not long ago. */
    public boolean contains(String id) {
        return seen.contains(id);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(seen.size());
        for (String id : seen) {
            out.writeUTF(id);
        }
    }

    void read(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            seen.add(in.readUTF());
        }
    }
}
