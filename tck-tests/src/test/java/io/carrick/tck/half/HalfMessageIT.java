package io.carrick.tck.half;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.client.ClientKind;
import io.carrick.tck.half.HalfClient.Member;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.BrokerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Half messages from clients of three languages, with producers and brokers that die in between. */
@Timeout(120)
class HalfMessageIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static BrokerProcess broker;

    private final String queue = "half-" + UUID.randomUUID();
    private final String group = "group-" + UUID.randomUUID();
    private final List<HalfClient> clients = new ArrayList<>();

    enum Library {
        RHEA(address -> new AgentHalfClient(ClientKind.RHEA, address)),
        PROTON_PYTHON(address -> new AgentHalfClient(ClientKind.PROTON_PYTHON, address)),
        QPID_JMS(JmsHalfClient::new),
        CARRICK_JMS(CarrickHalfClient::new);

        private final Function<BrokerAddress, HalfClient> connect;

        Library(Function<BrokerAddress, HalfClient> connect) {
            this.connect = connect;
        }
    }

    @BeforeAll
    static void start() {
        broker = BrokerProcess.named("half")
                .set("half-messages.back-off", "200ms")
                .start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(HalfClient::close);
    }

    private HalfClient connect(Library library) {
        HalfClient client = library.connect.apply(new BrokerAddress("127.0.0.1", broker.port()));
        clients.add(client);
        return client;
    }

    private static void expect(String condition, String expected) {
        assertThat(condition).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldShowASetWhenItIsCommittedAndNotBefore(Library library) {
        HalfClient client = connect(library);
        expect(client.prepare(queue, group, "1", "a"), "");
        expect(client.prepare(queue, group, "1", "b"), "");
        assertThat(client.receive(queue, SHORT)).isEmpty();

        expect(client.resolve(group, "1", "commit"), "");
        expect(client.resolve(group, "1", "commit"), "");

        assertThat(client.receive(queue, LONG)).contains("a");
        assertThat(client.receive(queue, LONG)).contains("b");
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldTellTheTruthAboutDecisions(Library library) {
        HalfClient client = connect(library);
        expect(client.resolve(group, "1", "commit"), "amqp:not-found");
        expect(client.prepare(queue, group, "1", "never"), "");
        expect(client.resolve("stranger-" + group, "1", "rollback"), "amqp:not-found");
        expect(client.resolve(group, "1", "unknown"), "");
        expect(client.resolve(group, "1", "rollback"), "");

        expect(client.resolve(group, "1", "commit"), "amqp:precondition-failed");
        expect(client.prepare(queue, group, "1", "late"), "amqp:precondition-failed");
        assertThat(client.receive(queue, SHORT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Library.class, mode = EnumSource.Mode.EXCLUDE, names = "RHEA")
    void shouldDecideWithALocalTransaction(Library library) {
        HalfClient client = connect(library);
        expect(client.prepare(queue, group, "1", "a"), "");

        client.resolveInTransaction(group, "1", "commit", false);
        assertThat(client.receive(queue, SHORT)).isEmpty();
        client.resolveInTransaction(group, "1", "commit", true);

        assertThat(client.receive(queue, LONG)).contains("a");
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldAskAnotherMemberWhenTheProducerDied(Library library) {
        HalfClient producer = connect(library);
        expect(producer.prepare(queue, group, "committed", "a"), "");
        producer.kill();
        HalfClient other = connect(library);
        Member member = other.member(group);

        assertThat(member.asked()).isEqualTo("a");
        member.unknown();
        assertThat(member.asked()).isEqualTo("a");
        member.commit();

        assertThat(other.receive(queue, LONG)).contains("a");
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldRollBackByACheckBack(Library library) {
        HalfClient client = connect(library);
        Member member = client.member(group);
        expect(client.prepare(queue, group, "1", "never"), "");

        assertThat(member.asked()).isEqualTo("never");
        member.rollback();

        expect(answerOnceDecided(client), "amqp:precondition-failed");
        assertThat(client.receive(queue, SHORT)).isEmpty();
    }

    /**
     * What one more message of the half id is answered, when the answer of a member that does not wait for its
     * settlement has arrived.
     */
    private String answerOnceDecided(HalfClient client) {
        long deadline = System.nanoTime() + LONG.toNanos();
        String answer = "";
        while (answer.isEmpty() && System.nanoTime() < deadline) {
            answer = client.prepare(queue, group, "1", "probe");
        }
        return answer;
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void shouldKeepHalfMessagesAndOutcomesOverKillsOfTheBroker(Library library) {
        HalfClient before = connect(library);
        expect(before.prepare(queue, group, "open", "a"), "");
        expect(before.prepare(queue, group, "gone", "never"), "");
        expect(before.resolve(group, "gone", "rollback"), "");
        broker.kill();
        // One that comes back by itself would be asked, too.
        before.kill();
        broker.start();

        HalfClient after = connect(library);
        expect(after.resolve(group, "gone", "commit"), "amqp:precondition-failed");
        Member member = after.member(group);
        assertThat(member.asked()).isEqualTo("a");
        expect(after.resolve(group, "open", "commit"), "");

        Optional<String> received = after.receive(queue, LONG);
        assertThat(received).contains("a");
        assertThat(after.receive(queue, SHORT)).isEmpty();
    }
}
