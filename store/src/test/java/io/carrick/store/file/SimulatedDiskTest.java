package io.carrick.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private static final int SECTOR = SimulatedInode.SECTOR_BYTES;

    @Test
    void shouldKeepWhatWasForcedAndGambleWithTheRest() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            LogFile file = disk.root().create("file");
            disk.root().force();
            file.write(filled(SECTOR * 2, 1), 0);
            file.force();
            file.write(filled(SECTOR * 2, 2), 0);
            disk.crash();
            byte[] contents = disk.contents("file");
            assertThat(contents).hasSize(SECTOR * 2);
            outcomes.add(contents[0] + "" + contents[SECTOR]);
        }
        assertThat(outcomes).containsExactlyInAnyOrder("11", "12", "21", "22");
    }

    @Test
    void shouldLoseDirectoryEntriesThatWereNotForced() throws IOException {
        Set<Integer> found = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            disk.root().create("forced");
            disk.root().force();
            disk.root().create("unforced");
            disk.crash();
            assertThat(disk.files()).contains("forced");
            found.add(disk.files().size());
        }
        assertThat(found).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void shouldForgetWhatAFailedForceDidNotWriteAndLetLaterForcesSucceed() throws IOException {
        Set<Byte> outcomes = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            LogFile file = disk.root().create("file");
            disk.root().force();
            file.preallocate(SECTOR);
            file.write(filled(SECTOR, 2), 0);
            disk.failForce(1);
            assertThatThrownBy(file::force).isInstanceOf(IOException.class);
            file.force();
            disk.crash();
            outcomes.add(disk.contents("file")[0]);
        }
        assertThat(outcomes).containsExactlyInAnyOrder((byte) 0, (byte) 2);
    }

    @Test
    void shouldShutOutProcessesOfTheTimeBeforeTheCrash() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        LogDirectory root = disk.root();
        LogFile file = root.create("file");
        disk.kill();
        assertThatThrownBy(() -> file.write(filled(1, 1), 0)).hasMessageContaining("crashed");
        assertThatThrownBy(() -> root.create("other")).hasMessageContaining("crashed");
        assertThat(disk.root().list()).containsExactly("file");
    }

    @Test
    void shouldFailTheOperationAskedForAndRunOutOfSpaceAtItsLimit() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        disk.limit(100);
        LogFile file = disk.root().create("file");
        disk.failOperation(2, SimulatedDisk.Fault.EIO);
        file.write(filled(50, 1), 0);
        assertThatThrownBy(() -> file.write(filled(10, 1), 0)).hasMessageContaining("Input/output error");
        assertThat(disk.faultHappened()).isTrue();
        assertThatThrownBy(() -> file.write(filled(51, 1), 50)).isInstanceOf(DiskFullException.class);
        file.write(filled(50, 1), 50);
        assertThat(disk.root().usableBytes()).isZero();
        assertThat(disk.usedBytes()).isEqualTo(100);
    }

    private static ByteBuffer filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }
}
