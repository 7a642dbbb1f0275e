package io.carrick.tck.crash;

import io.carrick.tck.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Real file systems in files, mounted over loop devices; needs root. Unmounted in reverse order on close. */
final class Block implements AutoCloseable {
    private final Path home;
    private final Deque<Path> mounted = new ArrayDeque<>();

    Block(Path home) throws IOException {
        this.home = Files.createDirectories(home);
    }

    /** Mounts a tmpfs of a size such as {@code 48m}. */
    Path tmpfs(String name, String size) throws IOException, InterruptedException {
        Path at = Files.createDirectories(home.resolve(name));
        root("mount", "-t", "tmpfs", "-o", "size=" + size, "carrick-tck", at.toString());
        mounted.push(at);
        return at;
    }

    /** Makes a sparse image, formats it and mounts it. */
    Path image(Path image, String size, String name, String... mkfs) throws IOException, InterruptedException {
        CommandResult.require("truncate", "-s", size, image.toString());
        List<String> format = new ArrayList<>(List.of(mkfs));
        format.add(image.toString());
        root(format.toArray(String[]::new));
        return mount(image, name);
    }

    /** Mounts an image that exists; the file system's journal is replayed. */
    Path mount(Path image, String name) throws IOException, InterruptedException {
        Path at = Files.createDirectories(home.resolve(name));
        root("mount", "-o", "loop", image.toString(), at.toString());
        mounted.push(at);
        return at;
    }

    /** Unmounts. */
    void unmount(Path at) throws IOException, InterruptedException {
        root("umount", at.toString());
        mounted.remove(at);
    }

    /** Runs a command as root. */
    static void root(String... command) throws IOException, InterruptedException {
        List<String> full = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            full.addAll(List.of("sudo", "-n"));
        }
        full.addAll(List.of(command));
        full.set(full.size() - command.length, located(command[0]));
        CommandResult.require(full.toArray(String[]::new));
    }

    /** Tools of the administrator are not on everyone's path. */
    private static String located(String tool) {
        Path inSbin = Path.of("/sbin", tool);
        return Files.isExecutable(inSbin) ? inSbin.toString() : tool;
    }

    @Override
    public void close() throws IOException {
        while (!mounted.isEmpty()) {
            Path at = mounted.pop();
            try {
                // Lazily: a file system that has failed may keep its last pages busy.
                root("umount", "-l", at.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted, still mounted: " + at, e);
            }
        }
    }
}
