package io.carrick.store.timer;

import java.util.Arrays;

/** A binary heap of timers in primitive arrays, in the order of time, kind, owner, key: the same on every replica. */
final class TimerHeap {
    private static final int CAPACITY_MIN = 16;

    private long[] times = new long[CAPACITY_MIN];
    private int[] kinds = new int[CAPACITY_MIN];
    private long[] owners = new long[CAPACITY_MIN];
    private long[] keys = new long[CAPACITY_MIN];
    private int size;

    int size() {
        return size;
    }

    long time(int place) {
        return times[place];
    }

    int kind(int place) {
        return kinds[place];
    }

    long owner(int place) {
        return owners[place];
    }

    long key(int place) {
        return keys[place];
    }

    void add(long time, int kind, long owner, long key) {
        if (size == times.length) {
            resize(size * 2);
        }
        int place = size++;
        set(place, time, kind, owner, key);
        while (place > 0 && isBefore(place, (place - 1) / 2)) {
            swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
    }

    /** Removes the first. */
    void remove() {
        size--;
        set(0, times[size], kinds[size], owners[size], keys[size]);
        sink();
        if (size > CAPACITY_MIN && size < times.length / 4) {
            resize(times.length / 2);
        }
    }

    private void sink() {
        int place = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (!isBefore(child, place)) {
                return;
            }
            swap(place, child);
            place = child;
            child = 2 * place + 1;
        }
    }

    private boolean isBefore(int a, int b) {
        if (times[a] != times[b]) {
            return times[a] < times[b];
        }
        if (kinds[a] != kinds[b]) {
            return kinds[a] < kinds[b];
        }
        return owners[a] != owners[b] ? owners[a] < owners[b] : keys[a] < keys[b];
    }

    private void set(int place, long time, int kind, long owner, long key) {
        times[place] = time;
        kinds[place] = kind;
        owners[place] = owner;
        keys[place] = key;
    }

    private void swap(int a, int b) {
        long time = times[a];
        int kind = kinds[a];
        long owner = owners[a];
        long key = keys[a];
        set(a, times[b], kinds[b], owners[b], keys[b]);
        set(b, time, kind, owner, key);
    }

    private void resize(int capacity) {
        times = Arrays.copyOf(times, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
        owners = Arrays.copyOf(owners, capacity);
        keys = Arrays.copyOf(keys, capacity);
    }
}
