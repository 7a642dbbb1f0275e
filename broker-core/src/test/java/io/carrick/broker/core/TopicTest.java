package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.TestConnection.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.Lifetime;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Permission;
import io.carrick.broker.Producer;
import io.carrick.broker.SubscriptionInfo;
import io.carrick.broker.SubscriptionKey;
import io.carrick.broker.TemporaryNode;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicTest {
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
        broker.close();
    }

    @Test
    void shouldGiveEachSubscriptionEveryMessage() {
        Received one = connection.consumer(topic("t"), 10);
        Received two = connection.consumer(topic("t"), 10);

        connection.send(topic("t"), "a", "b");

        for (Received each : new Received[] {one, two}) {
            assertThat(each.nextText()).isEqualTo("a");
            assertThat(each.nextText()).isEqualTo("b");
        }
    }

    @Test
    void shouldShareOneSubscriptionBetweenItsConsumers() {
        Received one = connection.durable(topic("t"), null, "s", true, 1);
        Received two = connection.durable(topic("t"), null, "s", true, 1);

        connection.send(topic("t"), "a", "b");

        assertThat(new String[] {one.nextText(), two.nextText()}).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void shouldKeepADurableSubscriptionWhileNobodyListens() {
        connection.durable(topic("t"), "client", "s", false, 0).close();
        connection.send(topic("t"), "a");

        assertThat(connection.durable(topic("t"), "client", "s", false, 1).nextText())
                .isEqualTo("a");
    }

    @Test
    void shouldRefuseASecondConsumerOfAnUnsharedSubscription() {
        connection.durable(topic("t"), "client", "s", false, 0);
        SubscriptionKey key = new SubscriptionKey("client", "s", false, true);
        Answer<Consumer> answer = new Answer<>();

        connection.connection.openConsumer(
                new ConsumerRequest(topic("t"), "s", key, true, null, false, false, false), new Received(), answer);

        assertThat(answer.error().code()).isEqualTo(Code.RESOURCE_LOCKED);
    }

    @Test
    void shouldStartOverWhenTheSelectorChanges() {
        connection.durable(topic("t"), "client", "s", false, 0).close();
        connection.send(topic("t"), "colour=red\nold");
        SubscriptionKey key = new SubscriptionKey("client", "s", false, true);
        FilterSpec red = new FilterSpec(FilterSpec.SELECTOR, "colour = 'red'");
        Received changed =
                connection.consumer(new ConsumerRequest(topic("t"), "s", key, true, red, false, false, false), 10);

        connection.send(topic("t"), "colour=blue\nno", "colour=red\nyes");

        assertThat(changed.nextText()).endsWith("yes");
    }

    @Test
    void shouldDeleteASubscriptionOnlyWhenNobodyUsesIt() {
        Received received = connection.durable(topic("t"), "client", "s", false, 0);
        SubscriptionKey key = new SubscriptionKey("client", "s", false, true);
        Answer<SubscriptionInfo> found = new Answer<>();
        connection.connection.findSubscription(key, found);
        assertThat(found.value().topic()).isEqualTo(topic("t"));
        Answer<Void> locked = new Answer<>();
        connection.connection.deleteSubscription(key, locked);
        assertThat(locked.error().code()).isEqualTo(Code.RESOURCE_LOCKED);

        received.close();
        Answer<Void> deleted = new Answer<>();
        connection.connection.deleteSubscription(key, deleted);
        deleted.value();

        Answer<SubscriptionInfo> gone = new Answer<>();
        connection.connection.findSubscription(key, gone);
        assertThat(gone.error().code()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void shouldDeleteASubscriptionOnlyForThoseWhoMayDeleteItsTopic() {
        broker.authorizer = (who, permission, address) -> permission != Permission.DELETE;
        SubscriptionKey key = new SubscriptionKey("client", "s", false, true);
        Received received = connection.durable(topic("t"), "client", "s", false, 0);

        Answer<Void> unsubscribed = new Answer<>();
        received.consumer.close(Consumer.Close.UNSUBSCRIBE, unsubscribed);
        assertThat(unsubscribed.error().code()).isEqualTo(Code.UNAUTHORIZED);
        assertThat(unsubscribed.error().text()).contains("delete", "t");
        Answer<Void> deleted = new Answer<>();
        connection.connection.deleteSubscription(key, deleted);
        assertThat(deleted.error().code()).isEqualTo(Code.UNAUTHORIZED);
        Answer<Consumer> replaced = new Answer<>();
        FilterSpec red = new FilterSpec(FilterSpec.SELECTOR, "colour = 'red'");
        connection.connection.openConsumer(
                new ConsumerRequest(topic("t"), "s", key, true, red, false, false, false), new Received(), replaced);
        assertThat(replaced.error().code()).isEqualTo(Code.UNAUTHORIZED);

        connection.send(topic("t"), "kept");
        assertThat(connection.durable(topic("t"), "client", "s", false, 1).nextText())
                .isEqualTo("kept");
    }

    @Test
    void shouldLeaveOutWhatTheSameContainerPublished() {
        TestConnection other = broker.connect("other");
        Received received =
                connection.consumer(new ConsumerRequest(topic("t"), "l", null, false, null, true, false, false), 10);

        connection.send(topic("t"), "own");
        other.send(topic("t"), "foreign");

        assertThat(received.nextText()).isEqualTo("foreign");
    }

    @Test
    void shouldForgetMessagesThatAllSubscriptionsHaveSettled() {
        Received one = connection.durable(topic("t"), "client", "one", false, 100);
        Received two = connection.durable(topic("t"), "client", "two", false, 100);
        connection.send(topic("t"), "a", "b", "c");
        for (int i = 0; i < 3; i++) {
            connection.accept(one.next());
        }
        assertThat(broker.queue("t::one").ready()).isZero();
        for (int i = 0; i < 3; i++) {
            connection.accept(two.next());
        }

        assertThat(BrokerFixture.await(broker.broker().administration().status())
                        .memoryBytes())
                .isZero();
    }

    @Test
    void shouldTellQueueAndTopicOfOneNameApart() {
        Received ofTopic = connection.consumer(topic("x"), 10);
        Received ofQueue = connection.consumer(queue("x"), 10);

        connection.send(queue("x"), "to queue");
        connection.send(topic("x"), "to topic");

        assertThat(ofQueue.nextText()).isEqualTo("to queue");
        assertThat(ofTopic.nextText()).isEqualTo("to topic");
    }

    @Test
    void shouldForgetMessagesOfASubscriptionThatWasAloneBefore() {
        Received one = connection.durable(topic("t"), "client", "one", false, 100);
        connection.send(topic("t"), "earlier");
        connection.accept(one.next());
        Received two = connection.durable(topic("t"), "client", "two", false, 100);
        connection.send(topic("t"), "a", "b");
        for (int i = 0; i < 2; i++) {
            connection.accept(one.next(), two.next());
        }

        assertThat(memoryBytes()).isZero();
    }

    @Test
    void shouldForgetWhatWasSettledOutOfOrderWhenTheOtherSubscriptionGoes() {
        Received one = connection.durable(topic("t"), "client", "one", false, 100);
        Received two = connection.consumer(topic("t"), 100);
        connection.send(topic("t"), "a", "b", "c");
        Delivery first = one.next();
        connection.accept(one.next(), one.next());
        two.close();
        connection.accept(first);

        assertThat(memoryBytes()).isZero();
    }

    private long memoryBytes() {
        return BrokerFixture.await(broker.broker().administration().status()).memoryBytes();
    }

    @Test
    void shouldNotCreateQueueUnderTheNameOfATemporaryNodeThatIsGone() {
        Answer<TemporaryNode> made = new Answer<>();
        connection.connection.createTemporary(NodeKind.QUEUE, Lifetime.DELETE_ON_CLOSE, made);
        String name = made.value().destination().name();
        Answer<Void> deleted = new Answer<>();
        made.value().delete(deleted);
        deleted.value();

        Answer<Producer> refused = new Answer<>();
        connection.connection.openProducer(queue(name), refused);

        assertThat(refused.error().code()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void shouldRefuseMessagesWhenASlowVolatileSubscriberHasUsedUpTheMemory() {
        broker.memoryOnlyBytes = 5_000;
        broker.restart();
        connection = broker.connect("client");
        Received slow = connection.consumer(topic("t"), 0);
        Producer producer = connection.producer(topic("t"));
        for (int i = 0; i < 17; i++) {
            connection.send(producer, "x".repeat(100), message -> message);
        }

        BrokerError refusal = connection
                .sendAsync(producer, "one too many", message -> message, null)
                .error();

        assertThat(refusal.code()).isEqualTo(Code.RESOURCE_LIMIT_EXCEEDED);
        slow.close();
        connection.send(producer, "nobody listens", message -> message);
    }
}
