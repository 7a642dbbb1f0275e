package io.carrick.server.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells one state of a file from another without reading it.
 *
 * @param modifiedNanos 0 if the file does not exist
 * @param key the file system's identity of the file; changes when it is replaced
 */
public record FileStamp(long modifiedNanos, long size, Object key) {
    private static final FileStamp ABSENT = new FileStamp(0, 0, null);

    public static FileStamp of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.size(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            return ABSENT;
        }
    }

    /** The stamps of several files, in order. */
    public static List<FileStamp> of(List<Path> files) throws IOException {
        List<FileStamp> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(of(file));
        }
        return List.copyOf(stamps);
    }
}
