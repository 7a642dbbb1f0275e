package io.carrick.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogDirectoryTest {
    @TempDir
    private Path path;

    @Test
    void shouldRefuseADirectoryThatAnotherBrokerUses() throws IOException {
        try (LogDirectory held = FileLogDirectory.at(path)) {
            assertThat(held.list()).isEmpty();
            assertThatThrownBy(() -> FileLogDirectory.at(path))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        FileLogDirectory.at(path).close();
    }

    @Test
    void shouldRefuseADirectoryThatAnotherProcessUses() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo(LockHolder.READY);
            assertThatThrownBy(() -> FileLogDirectory.at(path))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        FileLogDirectory.at(path).close();
    }

    @Test
    void shouldCreateRenameListAndDelete() throws IOException {
        try (LogDirectory root = FileLogDirectory.at(path.resolve("new").resolve("data"))) {
            LogDirectory directory = root.directory("log");
            directory.create("b").close();
            directory.create("a").close();
            assertThatThrownBy(() -> directory.create("a")).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> directory.open("c")).isInstanceOf(NoSuchFileException.class);
            directory.rename("b", "c");
            directory.force();
            assertThat(directory.list()).containsExactly("a", "c");
            directory.delete("a");
            assertThat(directory.list()).containsExactly("c");
            assertThat(root.list()).isEmpty();
            assertThat(root.usableBytes()).isPositive();
        }
    }

    @Test
    void shouldPreallocateZerosAndForgetWhatWasThere() throws IOException {
        try (LogDirectory root = FileLogDirectory.at(path);
                LogFile file = root.create("segment")) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 5);
            file.preallocate(3 << 20);
            assertThat(Files.readAllBytes(path.resolve("segment")))
                    .hasSize(3 << 20)
                    .containsOnly(0);
            assertThat(file.size()).isEqualTo(3 << 20);
            file.truncate(10);
            assertThat(file.read(ByteBuffer.allocate(20), 4)).isEqualTo(6);
            assertThat(file.read(ByteBuffer.allocate(20), 10)).isEqualTo(-1);
        }
    }

    @Test
    void shouldSurviveInterruptedThreads() throws IOException {
        try (LogDirectory root = FileLogDirectory.at(path);
                LogFile file = root.create("segment")) {
            Thread.currentThread().interrupt();
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.force();
            assertThat(file.read(ByteBuffer.allocate(3), 0)).isEqualTo(3);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(file.read(ByteBuffer.allocate(3), 0)).isEqualTo(3);
        }
    }
}
