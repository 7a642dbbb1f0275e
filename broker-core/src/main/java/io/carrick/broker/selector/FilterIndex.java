package io.carrick.broker.selector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds, among many holders of selectors, those whose selector a message can match. Holders whose selector requires a
 * property to have certain values ({@link Selector#requiredEquality}) cost nothing for messages with other values: per
 * message, one property and one hash table are looked up for each distinct property so required, however many holders
 * there are. The others are always candidates.
 *
 * <p>Not thread-safe.
 *
 * @param <T> the holders, consumers say; told apart by {@link Object#equals}
 */
public final class FilterIndex<T> {
    private final Map<T, Optional<Equality>> holders = new HashMap<>();
    private final List<T> always = new ArrayList<>();
    private final Map<String, Map<Object, List<T>>> byIdentifier = new LinkedHashMap<>();
    /** The entries of {@link #byIdentifier} as a list: walked for each message without an iterator. */
    private List<Map.Entry<String, Map<Object, List<T>>>> lookups = List.of();

    /**
     * Adds a holder.
     *
     * @param selector null for none: a candidate for every message
     * @throws IllegalStateException if it was added before
     */
    public void add(T holder, Selector selector) {
        Optional<Equality> equality = selector == null ? Optional.empty() : selector.requiredEquality();
        if (holders.putIfAbsent(holder, equality) != null) {
            throw new IllegalStateException("added twice: " + holder);
        }
        if (equality.isEmpty()) {
            always.add(holder);
            return;
        }
        Map<Object, List<T>> byValue =
                byIdentifier.computeIfAbsent(equality.get().identifier(), identifier -> new HashMap<>());
        for (Object value : equality.get().values()) {
            byValue.computeIfAbsent(value, key -> new ArrayList<>(1)).add(holder);
        }
        lookups = List.copyOf(byIdentifier.entrySet());
    }

    /** Removes a holder; nothing happens if there is no such holder. */
    public void remove(T holder) {
        Optional<Equality> equality = holders.remove(holder);
        if (equality == null) {
            return;
        }
        if (equality.isEmpty()) {
            always.remove(holder);
            return;
        }
        String identifier = equality.get().identifier();
        Map<Object, List<T>> byValue = byIdentifier.get(identifier);
        for (Object value : equality.get().values()) {
            byValue.computeIfPresent(value, (key, indexed) -> {
                indexed.remove(holder);
                return indexed.isEmpty() ? null : indexed;
            });
        }
        if (byValue.isEmpty()) {
            byIdentifier.remove(identifier);
        }
        lookups = List.copyOf(byIdentifier.entrySet());
    }

    /**
     * Calls back with each holder whose selector the message can match, once each, in an order that depends only on
     * the calls made before. Whether it does match, {@link Selector#matches} tells. The callback must not change the
     * index.
     */
    public void candidates(PropertySource message, Consumer<? super T> callback) {
        for (int i = 0; i < lookups.size(); i++) {
            Map.Entry<String, Map<Object, List<T>>> lookup = lookups.get(i);
            Object key = Equality.key(message.get(lookup.getKey()));
            callEach(key == null ? null : lookup.getValue().get(key), callback);
        }
        callEach(always, callback);
    }

    private void callEach(List<T> indexed, Consumer<? super T> callback) {
        if (indexed == null) {
            return;
        }
        for (int i = 0; i < indexed.size(); i++) {
            callback.accept(indexed.get(i));
        }
    }

    public int size() {
        return holders.size();
    }

    public boolean isEmpty() {
        return holders.isEmpty();
    }
}
