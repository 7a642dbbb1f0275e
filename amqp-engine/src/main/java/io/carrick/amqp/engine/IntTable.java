package io.carrick.amqp.engine;

import java.util.Arrays;
import java.util.function.Consumer;

/** A hash table from int to object without boxing, by open addressing with linear probing. */
final class IntTable<V> {
    private static final int CAPACITY_MIN = 8;

    private int[] keys = new int[CAPACITY_MIN];
    private Object[] values = new Object[CAPACITY_MIN];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    V get(int key) {
        return (V) values[slot(key)];
    }

    /** Adds or replaces; {@code value} must not be null. */
    void put(int key, V value) {
        int slot = slot(key);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
        if (size * 2 > keys.length) {
            grow();
        }
    }

    @SuppressWarnings("unchecked")
    V remove(int key) {
        int slot = slot(key);
        V removed = (V) values[slot];
        if (removed != null) {
            size--;
            close(slot);
        }
        return removed;
    }

    /** Visits a snapshot of the values in no order, so that the visitor may change the table. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> visitor) {
        for (Object value : values.clone()) {
            if (value != null) {
                visitor.accept((V) value);
            }
        }
    }

    /** All keys in no order. */
    int[] keys() {
        int[] found = new int[size];
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            if (values[i] != null) {
                found[n++] = keys[i];
            }
        }
        return found;
    }

    void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    /** The slot that holds {@code key}, or the empty one where it belongs. */
    private int slot(int key) {
        int mask = keys.length - 1;
        int slot = home(key, mask);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int home(int key, int mask) {
        int hash = key * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & mask;
    }

    /** Moves back what was displaced by the entry of a slot that is now free, so that no probe ends early. */
    private void close(int free) {
        int mask = keys.length - 1;
        int gap = free;
        int slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            if (values[slot] == null) {
                break;
            }
            int home = home(keys[slot], mask);
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                keys[gap] = keys[slot];
                values[gap] = values[slot];
                gap = slot;
            }
        }
        values[gap] = null;
    }

    private void grow() {
        int[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
