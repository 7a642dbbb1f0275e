package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.process.BrokerAddress;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** rhea on Node.js. */
class RheaIT extends InteropContract {

    RheaIT(BrokerAddress broker) {
        super(ClientKind.RHEA, broker);
    }

    @Test
    void shouldSubscribeDurablyByTopicPrefixWithoutCapabilities() {
        String container = "container-" + UUID.randomUUID();
        ClientConnection subscriber = agent.connection().container(container).open(broker);
        subscriber
                .link()
                .address("topic://" + topic)
                .name("certified")
                .durable()
                .openReceiver()
                .detach();
        subscriber.close();
        ClientSender sender = connection.sender("topic://" + topic);
        assertThat(sender.send("missed").accepted()).isTrue();

        ClientConnection back = agent.connection().container(container).open(broker);
        opened.add(back);
        ClientReceiver again = back.link()
                .address("topic://" + topic)
                .name("certified")
                .durable()
                .openReceiver();

        assertThat(again.acceptTexts(1)).containsExactly("missed");
    }

    @Test
    void shouldCountDeliveryThatFailed() {
        send("flaky");
        ClientReceiver receiver = connection.receiver(queue);
        receiver.receive().fail();

        ReceivedMessage again = receiver.receive();

        assertThat(again.text()).isEqualTo("flaky");
        assertThat(again.deliveryCount()).isEqualTo(1);
    }

    @Test
    void shouldNotReturnToTheLinkThatCannotDeliver() {
        send("not for me");
        ClientReceiver first = connection.receiver(queue);
        first.receive().undeliverableHere();
        assertThat(first.staysEmpty()).isTrue();

        assertThat(open().receiver(queue).acceptTexts(1)).containsExactly("not for me");
    }

    @Test
    void shouldSettleAfterTheClientInReceiverSettleModeSecond() {
        send("twice confirmed");
        ClientReceiver receiver =
                connection.link().address(queue).settleSecond().openReceiver();

        receiver.receive().accept();

        receiver.close();
        assertThat(connection.receiver(queue).staysEmpty()).isTrue();
    }

    @Test
    void shouldLeaveOutOwnMessagesOfANoLocalSubscriber() {
        ClientReceiver receiver =
                connection.link().address(topic).capabilities("topic").noLocal().openReceiver();
        connection.link().address(topic).capabilities("topic").openSender().send("own");
        open().link().address(topic).capabilities("topic").openSender().send("foreign");

        assertThat(receiver.acceptTexts(1)).containsExactly("foreign");
        assertThat(receiver.staysEmpty()).isTrue();
    }
}
