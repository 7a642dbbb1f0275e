package io.carrick.broker.dispatch;

import static io.carrick.broker.dispatch.DispatchFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageGroupsTest {
    @TempDir
    private Path directory;

    private final MessageGroups groups = new MessageGroups();
    private DispatchFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new DispatchFixture(directory);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    @Test
    void shouldKeepAGroupWithItsOwnerUntilThatLeaves() {
        ActiveConsumer owner = fixture.consumer(1);
        groups.assign(42, owner);
        groups.assign(43, fixture.consumer(1));

        assertThat(groups.owner(42)).isSameAs(owner);
        assertThat(groups.owner(0)).as("no group").isNull();
        groups.release(owner);

        assertThat(groups.owner(42)).isNull();
        assertThat(groups.owner(43)).isNotNull();
    }

    @Test
    void shouldHandOutReservedMessagesInOrder() {
        ActiveConsumer owner = fixture.consumer(0);
        groups.reserve(key(5), owner);
        groups.reserve(key(3), owner);

        assertThat(owner.reserved().first()).isEqualTo(key(3));
        groups.takeFirst(owner);

        assertThat(groups.isReserved(key(3))).isFalse();
        assertThat(groups.isReserved(key(5))).isTrue();
        assertThat(groups.release(owner)).containsExactly(key(5));
        assertThat(groups.isReserved(key(5))).isFalse();
    }

    @Test
    void shouldBoundWhatWaitsForOneOwner() {
        ActiveConsumer owner = fixture.consumer(0);
        for (int i = 0; i < ActiveConsumer.RESERVED_MAX; i++) {
            assertThat(MessageGroups.isFull(owner)).isFalse();
            groups.reserve(key(i), owner);
        }

        assertThat(MessageGroups.isFull(owner)).isTrue();
    }
}
