package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.Lifetime;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.broker.Producer;
import io.carrick.broker.TemporaryNode;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.broker.settings.AddressSettingsOverride;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How addresses come and go, and who may use them. */
class AddressLifeTest {
    @TempDir
    Path directory;

    private BrokerFixture broker;
    private TestConnection connection;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory).start();
        connection = broker.connect("client");
    }

    @AfterEach
    void stop() {
        assertThat(broker.failure()).isNull();
        broker.close();
    }

    @Test
    void shouldNotCreateAnAddressByUseWhereThatIsSwitchedOff() {
        broker.settings.put(
                "closed",
                AddressSettingsOverride.builder().autoCreate(false).build().over(AddressSettings.DEFAULT));
        Answer<Producer> answer = new Answer<>();
        connection.connection.openProducer(queue("closed"), answer);
        assertThat(answer.error().code()).isEqualTo(Code.NOT_FOUND);
        assertThat(answer.error().text()).contains("closed");

        BrokerFixture.await(broker.broker().administration().createAddress("closed", NodeKind.QUEUE));

        connection.send(queue("closed"), "a");
    }

    @ParameterizedTest
    @EnumSource(names = {"SEND", "RECEIVE", "BROWSE", "CREATE"})
    void shouldForbidExactlyTheVerbThatIsMissing(Permission missing) {
        connection.send(queue("there"), "a");
        broker.authorizer = (who, permission, address) -> permission != missing;

        Answer<Producer> send = new Answer<>();
        connection.connection.openProducer(queue("there"), send);
        Answer<Consumer> receive = open(queue("there"), false);
        Answer<Consumer> browse = open(queue("there"), true);
        Answer<Consumer> create = open(queue("new"), false);

        check(send, missing == Permission.SEND);
        check(receive, missing == Permission.RECEIVE);
        check(browse, missing == Permission.BROWSE);
        check(create, missing == Permission.CREATE || missing == Permission.RECEIVE);
    }

    private static void check(Answer<?> answer, boolean forbidden) {
        if (forbidden) {
            assertThat(answer.error().code()).isEqualTo(Code.UNAUTHORIZED);
        } else {
            answer.value();
        }
    }

    private Answer<Consumer> open(io.carrick.broker.Destination from, boolean browse) {
        Answer<Consumer> answer = new Answer<>();
        connection.connection.openConsumer(
                new ConsumerRequest(from, "link", null, false, null, false, browse, false), new Received(), answer);
        return answer;
    }

    @Test
    void shouldDeleteWhatCameByUseWhenItIsEmptyAndUnusedForAWhile() {
        Producer used = connection.producer(queue("used"));
        connection.send(queue("full"), "a");
        connection.send(queue("unused"), "a");
        Received received = connection.consumer(queue("unused"), 1);
        connection.accept(received.next());
        received.close();

        await().until(() -> {
            broker.clock.advance(Duration.ofSeconds(10));
            return addresses().equals(List.of("used", "full"));
        });

        connection.send(used, "b", message -> message);
        connection.send(queue("unused"), "back");
        assertThat(broker.queue("unused").ready()).isEqualTo(1);
    }

    private List<String> addresses() {
        return BrokerFixture.await(broker.broker().administration().addresses()).stream()
                .map(each -> each.name())
                .toList();
    }

    @Test
    void shouldLoseNothingThatIsSentWhileItsAddressIsDeletedAndMadeAgain() {
        Producer anonymous = connection.producer(null);
        List<String> sent = new ArrayList<>();
        for (int round = 0; round < 200; round++) {
            String text = "m" + round;
            Sent outcome = new Sent();
            anonymous.send(
                    queue("q"),
                    Message.builder()
                            .durable(true)
                            .encoded(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .build(),
                    null,
                    outcome);
            broker.clock.advance(Duration.ofSeconds(31));
            outcome.value();
            Received received = connection.consumer(queue("q"), 1);
            Delivery delivery = received.next();
            sent.add(TextFormat.text(delivery.message()));
            connection.accept(delivery);
            received.close();
        }

        assertThat(sent).doesNotHaveDuplicates().hasSize(200);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDeleteATemporaryNodeWhenItsLifetimeEnds(Lifetime lifetime) {
        Answer<TemporaryNode> answer = new Answer<>();
        connection.connection.createTemporary(NodeKind.QUEUE, lifetime, answer);
        TemporaryNode node = answer.value();
        Producer producer = connection.producer(node.destination());
        connection.send(producer, "a", message -> message);
        Received received = connection.consumer(node.destination(), 1);
        Delivery delivery = received.next();

        node.creatorClosed();
        assertExists(node, lifetime != Lifetime.DELETE_ON_CLOSE);
        connection.accept(delivery);
        boolean needsLinks =
                lifetime == Lifetime.DELETE_ON_NO_LINKS || lifetime == Lifetime.DELETE_ON_NO_LINKS_OR_MESSAGES;
        assertExists(node, needsLinks);
        received.close();
        producer.close();
        assertExists(node, false);
    }

    private void assertExists(TemporaryNode node, boolean expected) {
        broker.clock.advance(Duration.ofSeconds(2));
        String name = node.destination().name();
        if (expected) {
            assertThat(addresses()).contains(name);
        } else {
            await().until(() -> !addresses().contains(name));
        }
    }

    @Test
    void shouldAnswerAtTheEndOfATopicThatIsDeletedWhileSomebodySubscribes() {
        connection.durable(topic("t"), "client", "s", false, 1);
        broker.broker().administration().deleteAddress("t", NodeKind.TOPIC);

        Received received = connection.consumer(topic("t"), 10);
        connection.send(topic("t"), "a");

        assertThat(received.nextText()).isEqualTo("a");
    }
}
