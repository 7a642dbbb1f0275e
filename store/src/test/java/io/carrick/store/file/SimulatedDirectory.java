package io.carrick.store.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A directory of the simulated disk: durable entries, and the changes that were not forced yet. */
final class SimulatedDirectory {
    /** One change of the entries that a crash may undo. */
    @FunctionalInterface
    private interface Change {
        void apply(Map<String, SimulatedInode> entries);
    }

    private final String name;
    private final Map<String, SimulatedDirectory> children = new TreeMap<>();
    private final List<Change> unforced = new ArrayList<>();
    private Map<String, SimulatedInode> durable = new HashMap<>();
    private TreeMap<String, SimulatedInode> entries = new TreeMap<>();

    SimulatedDirectory(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    TreeMap<String, SimulatedInode> entries() {
        return entries;
    }

    SimulatedDirectory child(String childName) {
        return children.computeIfAbsent(childName, SimulatedDirectory::new);
    }

    /** Takes over copies of all files of another directory, durably. */
    void copyFrom(SimulatedDirectory other) {
        other.entries.forEach((file, inode) -> {
            SimulatedInode copy = new SimulatedInode();
            copy.overwrite(inode.contents());
            create(file, copy);
        });
        force();
        other.children.forEach((childName, child) -> child(childName).copyFrom(child));
    }

    void create(String file, SimulatedInode inode) {
        change(map -> map.put(file, inode));
    }

    void delete(String file) {
        change(map -> map.remove(file));
    }

    void rename(String from, String to) {
        change(map -> {
            SimulatedInode inode = map.remove(from);
            if (inode != null) {
                map.put(to, inode);
            }
        });
    }

    private void change(Change change) {
        unforced.add(change);
        change.apply(entries);
    }

    void force() {
        unforced.clear();
        durable = new HashMap<>(entries);
    }

    /** Each unforced change survives or not, independently, as far as it makes sense without those lost before it. */
    void crash(SplittableRandom random) {
        for (Change change : unforced) {
            if (random.nextBoolean()) {
                change.apply(durable);
            }
        }
        unforced.clear();
        entries = new TreeMap<>(durable);
        entries.values().forEach(inode -> inode.crash(random));
        children.values().forEach(child -> child.crash(random));
    }

    long bytes() {
        long own = entries.values().stream().mapToLong(SimulatedInode::size).sum();
        return own
                + children.values().stream()
                        .mapToLong(SimulatedDirectory::bytes)
                        .sum();
    }

    void collectFiles(String prefix, List<String> paths) {
        entries.keySet().forEach(file -> paths.add(prefix + file));
        children.forEach((childName, child) -> child.collectFiles(prefix + childName + "/", paths));
    }

    SimulatedInode file(String path) {
        SimulatedDirectory parent = parentOf(path);
        SimulatedInode inode = parent.entries.get(path.substring(path.lastIndexOf('/') + 1));
        if (inode == null) {
            throw new IllegalArgumentException("No file " + path + " on the simulated disk");
        }
        return inode;
    }

    void remove(String path) {
        SimulatedDirectory parent = parentOf(path);
        parent.delete(path.substring(path.lastIndexOf('/') + 1));
        parent.force();
    }

    private SimulatedDirectory parentOf(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? this : child(path.substring(0, slash)).parentOf(path.substring(slash + 1));
    }
}
