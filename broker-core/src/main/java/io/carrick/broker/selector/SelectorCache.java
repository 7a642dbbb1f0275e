package io.carrick.broker.selector;

import io.carrick.broker.InvalidFilterException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shares compiled selectors: while one is in use, each text that means the same gives the same object. Selectors that
 * nobody uses any more go with the garbage collection. Thread-safe.
 */
public final class SelectorCache {
    /** By text, as written and as canonical. */
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

    private final ReferenceQueue<Selector> unused = new ReferenceQueue<>();

    /** The selector with the text, compiled if it is not in use already. See {@link Selector#parse}. */
    public Selector get(String text) throws InvalidFilterException {
        removeUnused();
        Entry known = entries.get(text);
        Selector selector = known == null ? null : known.get();
        if (selector != null) {
            return selector;
        }
        Selector compiled = Selector.parse(text);
        Selector shared = share(compiled.text(), compiled);
        return text.equals(shared.text()) ? shared : share(text, shared);
    }

    /** How many texts are known. */
    int size() {
        removeUnused();
        return entries.size();
    }

    private Selector share(String text, Selector selector) {
        while (true) {
            Entry entry = entries.compute(
                    text, (key, known) -> known == null || known.refersTo(null) ? new Entry(text, selector) : known);
            Selector shared = entry.get();
            if (shared != null) {
                return shared;
            }
        }
    }

    private void removeUnused() {
        for (Object entry = unused.poll(); entry != null; entry = unused.poll()) {
            entries.remove(((Entry) entry).text, entry);
        }
    }

    private final class Entry extends WeakReference<Selector> {
        private final String text;

        Entry(String text, Selector selector) {
            super(selector, unused);
            this.text = text;
        }
    }
}
