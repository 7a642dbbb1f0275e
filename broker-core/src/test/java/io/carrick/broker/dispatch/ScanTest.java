package io.carrick.broker.dispatch;

import static io.carrick.broker.dispatch.DispatchFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.record.SettleRecord;
import io.carrick.broker.record.SettledKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
    @TempDir
    private Path directory;

    private final HeldDeliveries held = new HeldDeliveries();
    private final ReturnedMessages returned = new ReturnedMessages();
    private final MessageGroups messageGroups = new MessageGroups();
    private DispatchFixture fixture;
    private ScanGroup group;
    private Scan scan;

    @BeforeEach
    void start() throws IOException {
        fixture = new DispatchFixture(directory);
        Matching matching = new Matching(fixture.queue(), fixture);
        ScanGroups groups = new ScanGroups(fixture.queue().address().messages(), matching);
        ActiveConsumer consumer = fixture.consumer(10);
        matching.add(consumer, null);
        groups.join(consumer);
        group = groups.inTurn(0);
        scan = new Scan(
                fixture.queue(), returned, new Availability(fixture.queue(), fixture, matching, held, messageGroups));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private long next() {
        long key = scan.next(group, fixture.now);
        if (key != ReturnedMessages.NONE) {
            scan.taken(group, key);
        }
        return key;
    }

    @Test
    void shouldGoThroughMessagesInOrderAndThenSleep() {
        fixture.send("a");
        fixture.send("b");

        assertThat(next()).isEqualTo(key(0));
        assertThat(next()).isEqualTo(key(1));
        assertThat(next()).isEqualTo(ReturnedMessages.NONE);
        assertThat(group.idle()).isTrue();
    }

    @Test
    void shouldPreferAnOlderMessageThatCameBack() {
        fixture.send("a");
        fixture.send("b");
        assertThat(next()).isEqualTo(key(0));

        returned.add(key(0));

        assertThat(next()).isEqualTo(key(0));
        assertThat(next()).isEqualTo(key(1));
    }

    @Test
    void shouldLeaveOutWhatIsSettledHeldOrReserved() {
        for (String text : List.of("settled", "reserved", "free")) {
            fixture.send(text);
        }
        fixture.state.apply(new SettleRecord(
                0, List.of(new SettledKeys(fixture.queue().id(), new long[] {key(0)}, 1))));
        messageGroups.reserve(key(1), fixture.consumer(1));

        assertThat(next()).isEqualTo(key(2));
    }
}
