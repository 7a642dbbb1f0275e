package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrick.tck.client.AmqpException;
import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.process.BrokerAddress;
import io.carrick.tck.process.SharedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every AMQP 1.0 client library can do with the broker as it is out of the box. */
@ExtendWith(SharedBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class InteropContract {
    private final ClientKind kind;
    final BrokerAddress broker;
    final List<ClientConnection> opened = new ArrayList<>();
    ClientAgent agent;
    ClientConnection connection;
    String queue;
    String topic;

    InteropContract(ClientKind kind, BrokerAddress broker) {
        this.kind = kind;
        this.broker = broker;
    }

    @BeforeAll
    void startAgent() {
        agent = ClientAgent.start(kind);
    }

    @AfterAll
    void stopAgent() {
        agent.close();
    }

    @BeforeEach
    void connect() {
        connection = open();
        queue = "interop." + kind + "." + UUID.randomUUID();
        topic = queue + ".topic";
    }

    @AfterEach
    void closeConnections() {
        opened.forEach(ClientConnection::close);
        opened.clear();
    }

    /** One more connection that is closed after the test. */
    final ClientConnection open() {
        ClientConnection next = agent.connection().open(broker);
        opened.add(next);
        return next;
    }

    final void send(String... texts) {
        ClientSender sender = connection.sender(queue);
        for (String text : texts) {
            assertThat(sender.send(text).name()).isEqualTo("accepted");
        }
        sender.close();
    }

    private ClientReceiver subscribe(ClientConnection on, String name) {
        return on.link()
                .address(topic)
                .capabilities("topic")
                .name(name)
                .durable()
                .openReceiver();
    }

    @Test
    void shouldOfferTheCapabilitiesThatClientsLookFor() {
        assertThat(connection.offeredCapabilities())
                .contains("ANONYMOUS-RELAY", "DELAYED_DELIVERY", "SHARED-SUBS", "sole-connection-for-container");
    }

    @Test
    void shouldReceiveFromQueueInTheOrderSent() {
        send("1", "2", "3", "4", "5");

        assertThat(connection.receiver(queue).acceptTexts(5)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void shouldGiveEachMessageOfAQueueToOneConsumer() {
        ClientReceiver first = connection.link().address(queue).credit(2).openReceiver();
        ClientReceiver second = open().link().address(queue).credit(2).openReceiver();
        send("1", "2", "3", "4");

        List<String> all = new ArrayList<>(first.acceptTexts(2));
        all.addAll(second.acceptTexts(2));

        assertThat(all).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    void shouldNotDeliverAgainWhatWasAccepted() {
        send("once");
        connection.receiver(queue).acceptTexts(1);
        closeConnections();
        connection = open();

        assertThat(connection.receiver(queue).staysEmpty()).isTrue();
    }

    @Test
    void shouldCopyTopicMessageToEverySubscriber() {
        ClientReceiver first =
                connection.link().address(topic).capabilities("topic").openReceiver();
        ClientReceiver second =
                open().link().address(topic).capabilities("topic").openReceiver();
        ClientSender sender =
                connection.link().address(topic).capabilities("topic").openSender();

        assertThat(sender.send("news").accepted()).isTrue();

        assertThat(first.acceptTexts(1)).containsExactly("news");
        assertThat(second.acceptTexts(1)).containsExactly("news");
    }

    @Test
    void shouldKeepDurableSubscriptionWhileItsSubscriberIsAway() {
        String container = "container-" + UUID.randomUUID();
        ClientConnection subscriber = agent.connection().container(container).open(broker);
        subscribe(subscriber, "alerts").detach();
        subscriber.close();
        ClientSender sender =
                connection.link().address(topic).capabilities("topic").openSender();
        assertThat(sender.send("missed").accepted()).isTrue();

        ClientConnection back = agent.connection().container(container).open(broker);
        opened.add(back);
        ClientReceiver again = subscribe(back, "alerts");

        assertThat(again.acceptTexts(1)).containsExactly("missed");
    }

    @Test
    void shouldDeleteDurableSubscriptionWhenItsLinkIsClosed() {
        String container = "container-" + UUID.randomUUID();
        ClientConnection subscriber = agent.connection().container(container).open(broker);
        opened.add(subscriber);
        subscribe(subscriber, "alerts").close();
        ClientSender sender =
                connection.link().address(topic).capabilities("topic").openSender();
        assertThat(sender.send("gone").accepted()).isTrue();

        assertThat(subscribe(subscriber, "alerts").staysEmpty()).isTrue();
    }

    @Test
    void shouldSpreadSharedDurableSubscriptionOverItsConsumers() {
        ClientReceiver first = shared(connection, "workers|global", 2);
        ClientReceiver second = shared(open(), "workers|global2", 2);
        ClientSender sender =
                connection.link().address(topic).capabilities("topic").openSender();
        for (String text : List.of("1", "2", "3", "4")) {
            assertThat(sender.send(text).accepted()).isTrue();
        }

        List<String> all = new ArrayList<>(first.acceptTexts(2));
        all.addAll(second.acceptTexts(2));

        assertThat(all).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    private ClientReceiver shared(ClientConnection on, String name, int credit) {
        return on.link()
                .address(topic)
                .capabilities("topic,shared,global")
                .name(sharedName(name))
                .durable()
                .credit(credit)
                .openReceiver();
    }

    /** The part before the bar is the subscription, which must differ from test to test. */
    private String sharedName(String name) {
        return topic + "." + name;
    }

    @Test
    void shouldDeliverOnlyWhatTheSelectorMatches() {
        ClientReceiver reds = connection
                .link()
                .address(queue)
                .selector("colour = 'red' AND weight > 10")
                .openReceiver();
        ClientSender sender = connection.sender(queue);
        sender.send(coloured("light red", "red", 5));
        sender.send(coloured("blue", "blue", 50));
        sender.send(coloured("heavy red", "red", 50));

        assertThat(reds.acceptTexts(1)).containsExactly("heavy red");
        assertThat(reds.staysEmpty()).isTrue();
        assertThat(open().receiver(queue).acceptTexts(2)).containsExactly("light red", "blue");
    }

    private static OutgoingMessage coloured(String text, String colour, int weight) {
        return OutgoingMessage.text(text).property("colour", "string:" + colour).property("weight", "int:" + weight);
    }

    @Test
    void shouldBrowseWithoutConsuming() {
        send("1", "2", "3");

        ClientReceiver browser = connection.link().address(queue).browse().openReceiver();
        assertThat(browser.acceptTexts(3)).containsExactly("1", "2", "3");
        browser.close();

        assertThat(connection.receiver(queue).acceptTexts(3)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldAnswerRequestOverDynamicNode() {
        ClientReceiver replies = connection.link().dynamic().openReceiver();
        assertThat(replies.address()).isNotEmpty();
        ClientConnection service = open();
        ClientReceiver requests = service.receiver(queue);

        connection
                .sender(queue)
                .send(OutgoingMessage.text("ping")
                        .field("reply-to", replies.address())
                        .field("correlation-id", "42"));
        ReceivedMessage request = requests.receive();
        assertThat(service.anonymousSender()
                        .send(OutgoingMessage.text("pong")
                                .field("to", request.field("reply-to"))
                                .field("correlation-id", request.field("correlation-id")))
                        .accepted())
                .isTrue();

        ReceivedMessage reply = replies.receive();
        assertThat(reply.text()).isEqualTo("pong");
        assertThat(reply.field("correlation-id")).isEqualTo("42");
    }

    @Test
    void shouldDeleteDynamicNodeWithItsLink() {
        ClientReceiver replies = connection.link().dynamic().openReceiver();
        replies.close();

        AmqpException refused = catchThrowableOfType(AmqpException.class, () -> open().receiver(replies.address()));

        assertThat(refused).isNotNull();
        assertThat(refused.condition()).isEqualTo("amqp:not-found");
    }

    @Test
    void shouldHoldMessageBackUntilItsDeliveryTime() {
        ClientReceiver receiver = connection.receiver(queue);
        ClientSender sender = connection.sender(queue);
        long due = System.currentTimeMillis() + 1500;
        sender.send(OutgoingMessage.text("later").annotation("x-opt-delivery-time", "long:" + due));
        sender.send("now");

        assertThat(receiver.acceptTexts(1)).containsExactly("now");
        assertThat(receiver.acceptTexts(1)).containsExactly("later");
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
    }

    @Test
    void shouldAcceptDelayRelativeToTheBroker() {
        ClientReceiver receiver = connection.receiver(queue);
        long start = System.currentTimeMillis();
        connection.sender(queue).send(OutgoingMessage.text("later").annotation("x-opt-delivery-delay", "long:800"));

        assertThat(receiver.acceptTexts(1)).containsExactly("later");
        assertThat(System.currentTimeMillis() - start).isGreaterThanOrEqualTo(800);
    }

    @Test
    void shouldDeliverHighPriorityFirst() {
        ClientSender sender = connection.sender(queue);
        for (int priority : new int[] {1, 9, 4, 9}) {
            sender.send(OutgoingMessage.text("priority " + priority).field("priority", String.valueOf(priority)));
        }

        assertThat(connection.receiver(queue).acceptTexts(4))
                .containsExactly("priority 9", "priority 9", "priority 4", "priority 1");
    }

    @Test
    void shouldNotDeliverExpiredMessageBehindALiveOne() {
        ClientSender sender = connection.sender(queue);
        sender.send("lives");
        sender.send(OutgoingMessage.text("expires").field("ttl", "100"));
        sender.send(OutgoingMessage.text("lives long").field("ttl", "600000"));
        ClientReceiver clock = connection.receiver(queue + ".clock");
        assertThat(clock.poll(Duration.ofMillis(300))).isEmpty();

        assertThat(connection.receiver(queue).acceptTexts(2)).containsExactly("lives", "lives long");
    }

    @Test
    void shouldDeadLetterRejectedMessage() {
        send("poison");

        connection.receiver(queue).receive().reject();

        ReceivedMessage dead = connection.receiver("DLQ." + queue).receive();
        assertThat(dead.text()).isEqualTo("poison");
        assertThat(dead.annotation("x-opt-ORIG-ADDRESS")).isEqualTo("string:" + queue);
    }

    @Test
    void shouldPutReleasedMessageBackInItsPlaceWithoutCountingIt() {
        send("1", "2");
        ClientReceiver receiver = connection.link().address(queue).credit(1).openReceiver();
        receiver.receive().release();
        receiver.close();

        ClientReceiver next = connection.receiver(queue);
        ReceivedMessage first = next.receive();

        assertThat(first.text()).isEqualTo("1");
        assertThat(first.deliveryCount()).isZero();
        assertThat(next.receive().text()).isEqualTo("2");
    }

    @Test
    void shouldMarkAsRedeliveredWhatALostConnectionHeld() {
        send("held");
        try (ClientAgent dying = ClientAgent.start(kind)) {
            ClientReceiver holder = dying.connection().open(broker).receiver(queue);
            assertThat(holder.receive().text()).isEqualTo("held");
            dying.kill();
        }

        ReceivedMessage again = connection.receiver(queue).receive();

        assertThat(again.text()).isEqualTo("held");
        assertThat(again.deliveryCount()).isPositive();
    }

    @Test
    void shouldAnswerDrainOfEmptyQueueAtOnce() {
        ClientReceiver receiver = connection.link().address(queue).credit(0).openReceiver();

        assertThat(receiver.drain(10)).isZero();
    }

    @Test
    void shouldDeliverWhatIsThereAndReturnTheRestOfTheCreditOnDrain() {
        send("1", "2", "3");
        ClientReceiver receiver = connection.link().address(queue).credit(0).openReceiver();

        assertThat(receiver.drain(10)).isEqualTo(3);
        assertThat(receiver.acceptTexts(3)).containsExactly("1", "2", "3");
        send("4");
        assertThat(receiver.staysEmpty()).as("no credit is left after a drain").isTrue();
        receiver.credit(1);
        assertThat(receiver.acceptTexts(1)).containsExactly("4");
    }

    @Test
    void shouldKeepMessageGroupAtOneConsumer() {
        ClientReceiver first = connection.link().address(queue).credit(20).openReceiver();
        ClientReceiver second = open().link().address(queue).credit(20).openReceiver();
        ClientSender sender = connection.sender(queue);
        for (int i = 0; i < 10; i++) {
            sender.send(OutgoingMessage.text("g" + i).field("group-id", "order-7"));
        }

        List<String> atFirst = drainTexts(first);
        List<String> atSecond = drainTexts(second);

        assertThat(List.of(atFirst.size(), atSecond.size())).containsExactlyInAnyOrder(0, 10);
        assertThat(atFirst.isEmpty() ? atSecond : atFirst)
                .containsExactly("g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9");
    }

    private static List<String> drainTexts(ClientReceiver receiver) {
        List<String> texts = new ArrayList<>();
        for (Optional<ReceivedMessage> next = receiver.poll(Duration.ofMillis(500));
                next.isPresent();
                next = receiver.poll(Duration.ofMillis(300))) {
            next.get().accept();
            texts.add(next.get().text());
        }
        return texts;
    }

    @Test
    void shouldRouteByTheToFieldOnASenderWithoutAddress() {
        ClientSender relay = connection.anonymousSender();

        assertThat(relay.send(OutgoingMessage.text("a").field("to", queue)).accepted())
                .isTrue();
        assertThat(relay.send(OutgoingMessage.text("b").field("to", queue + ".other"))
                        .accepted())
                .isTrue();

        assertThat(connection.receiver(queue).acceptTexts(1)).containsExactly("a");
        assertThat(connection.receiver(queue + ".other").acceptTexts(1)).containsExactly("b");
    }

    @Test
    void shouldTakePresettledMessages() {
        ClientSender sender = connection.link().address(queue).settled().openSender();
        assertThat(sender.send("fire and forget").name()).isEqualTo("settled");

        assertThat(connection.receiver(queue).acceptTexts(1)).containsExactly("fire and forget");
    }

    @Test
    void shouldCarryEveryBodyAndPropertyTypeUnchanged() {
        ClientSender sender = connection.sender(queue);
        sender.send(OutgoingMessage.text("grüße €")
                .field("subject", "greeting")
                .field("content-type", "text/plain")
                .field("id", "id-1")
                .property("int", "int:-5")
                .property("long", "long:9007199254740991")
                .property("double", "double:2.5")
                .property("flag", "bool:true")
                .property("text", "string:x=y&z"));
        sender.send(OutgoingMessage.body("data:00ff10"));
        sender.send(OutgoingMessage.body("map:").element("k", "string:v").element("n", "int:7"));
        sender.send(OutgoingMessage.body("list:").element("0", "string:a").element("1", "bool:false"));

        ClientReceiver receiver = connection.receiver(queue);
        ReceivedMessage text = receiver.receive();
        assertThat(text.text()).isEqualTo("grüße €");
        assertThat(text.field("subject")).isEqualTo("greeting");
        assertThat(text.field("content-type")).isEqualTo("text/plain");
        assertThat(text.field("id")).isEqualTo("id-1");
        assertThat(text.field("durable")).isEqualTo("true");
        assertThat(text.property("int")).isEqualTo("number:-5");
        assertThat(text.property("long")).isEqualTo("number:9007199254740991");
        assertThat(text.property("double")).isEqualTo("number:2.5");
        assertThat(text.property("flag")).isEqualTo("bool:true");
        assertThat(text.property("text")).isEqualTo("string:x=y&z");
        assertThat(receiver.receive().body()).isEqualTo("data:00ff10");
        ReceivedMessage map = receiver.receive();
        assertThat(map.element("k")).isEqualTo("string:v");
        assertThat(map.element("n")).isEqualTo("number:7");
        ReceivedMessage list = receiver.receive();
        assertThat(list.element("0")).isEqualTo("string:a");
        assertThat(list.element("1")).isEqualTo("bool:false");
    }

    @Test
    void shouldCarryMessageOfManyFrames() {
        ClientReceiver receiver = connection.receiver(queue);
        assertThat(connection
                        .sender(queue)
                        .send(OutgoingMessage.sized(3_000_000))
                        .accepted())
                .isTrue();

        ReceivedMessage large = receiver.receive();
        assertThat(large.field("size")).isEqualTo("3000000");
        assertThat(large.field("adler32")).isEqualTo(String.valueOf(Pattern251.adler32(3_000_000)));
        large.accept();
    }

    @Test
    void shouldConnectWithoutSaslLayer() {
        ClientConnection bare = agent.connection().withoutSaslLayer().open(broker);
        opened.add(bare);
        assertThat(bare.sender(queue).send("bare").accepted()).isTrue();

        assertThat(connection.receiver(queue).acceptTexts(1)).containsExactly("bare");
    }

    @Test
    void shouldRefuseBadSelectorAndKeepTheConnection() {
        AmqpException refused = catchThrowableOfType(
                AmqpException.class,
                () -> connection
                        .link()
                        .address(queue)
                        .selector("colour = = 'red'")
                        .openReceiver());

        assertThat(refused).isNotNull();
        assertThat(refused.condition()).isEqualTo("amqp:invalid-field");
        send("still works");
        assertThat(connection.receiver(queue).acceptTexts(1)).containsExactly("still works");
    }

    @Test
    void shouldAttachAgainUnderTheNameOfAClosedLink() {
        connection.link().address(queue).name("the-one").openReceiver().close();
        send("after");

        assertThat(connection
                        .link()
                        .address(queue)
                        .name("the-one")
                        .openReceiver()
                        .acceptTexts(1))
                .containsExactly("after");
    }
}
