package io.carrick.broker.dispatch;

import static io.carrick.broker.dispatch.DispatchFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanGroupsTest {
    @TempDir
    private Path directory;

    private DispatchFixture fixture;
    private Matching matching;
    private ScanGroups groups;

    @BeforeEach
    void start() throws IOException {
        fixture = new DispatchFixture(directory);
        matching = new Matching(fixture.queue(), fixture);
        groups = new ScanGroups(fixture.queue().address().messages(), matching);
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    private ActiveConsumer join(String selector) throws Exception {
        ActiveConsumer consumer = fixture.consumer(10);
        matching.add(consumer, selector == null ? null : DispatchFixture.filter(selector));
        groups.join(consumer);
        return consumer;
    }

    private List<List<ActiveConsumer>> members() {
        List<List<ActiveConsumer>> all = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            all.add(List.copyOf(groups.inTurn(i).consumers()));
        }
        return all;
    }

    private void arrives(String text) {
        long key = fixture.send(text);
        groups.arrived(key, fixture.queue().address().messages().entry(key));
    }

    @Test
    void shouldPutConsumersThatAskForTheSameIntoOneGroup() throws Exception {
        ActiveConsumer all = join(null);
        ActiveConsumer red = join("colour = 'red'");
        ActiveConsumer redToo = join("colour = 'red'");

        assertThat(members()).containsExactly(List.of(all), List.of(red, redToo));

        groups.leave(red);
        groups.leave(all);
        assertThat(members()).containsExactly(List.of(redToo));
        groups.leave(redToo);
        assertThat(groups.size()).isZero();
    }

    @Test
    void shouldTakeTurns() throws Exception {
        ActiveConsumer first = join("colour = 'red'");
        ActiveConsumer second = join("colour = 'blue'");
        assertThat(members()).containsExactly(List.of(first), List.of(second));

        groups.endRound();

        assertThat(members()).containsExactly(List.of(second), List.of(first));
    }

    @Test
    void shouldGiveEachConsumerACursorOfItsOwnOnceItIsSplit() throws Exception {
        ActiveConsumer first = join(null);
        ActiveConsumer second = join(null);

        groups.split();
        ActiveConsumer third = join(null);

        assertThat(groups.perConsumer()).isTrue();
        assertThat(members()).containsExactly(List.of(first), List.of(second), List.of(third));
    }

    @Test
    void shouldWakeOnlyTheGroupsThatAMessageMayBeFor() throws Exception {
        join("colour = 'red'");
        join("colour = 'blue'");
        ScanGroup red = groups.inTurn(0);
        ScanGroup blue = groups.inTurn(1);
        red.sleep(fixture.queue().address().messages());
        blue.sleep(fixture.queue().address().messages());

        arrives("colour=blue");

        assertThat(red.idle()).isTrue();
        assertThat(blue.idle()).isFalse();
    }

    @Test
    void shouldSendAllGroupsBackToWhatReturned() throws Exception {
        join("colour = 'red'");
        join("colour = 'blue'");
        groups.inTurn(0).returnedFrom(key(9));
        groups.inTurn(1).returnedFrom(key(2));

        groups.returned(key(5));

        assertThat(groups.inTurn(0).returnedFrom()).isEqualTo(key(5));
        assertThat(groups.inTurn(1).returnedFrom()).isEqualTo(key(2));
    }
}
