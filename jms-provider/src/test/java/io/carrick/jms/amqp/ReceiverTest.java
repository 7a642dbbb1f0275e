package io.carrick.jms.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carrick.jms.wire.DestinationKind;
import io.carrick.jms.wire.ReceiverOptions;
import io.carrick.jms.wire.ReceiverOptions.Mode;
import io.carrick.jms.wire.ReceiverOptions.SubscriptionOptions;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.Target;
import io.carrick.jms.wire.WireConnection;
import io.carrick.jms.wire.WireReceiver;
import io.carrick.jms.wire.WireSession;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private static final Target QUEUE = new Target("orders", DestinationKind.QUEUE);
    private static final Target TOPIC = new Target("news", DestinationKind.TOPIC);
    private static final String FAILOVER = "failover:(amqp://a:5672)?failover.reconnectDelay=1";

    private final MemoryBroker broker = new MemoryBroker();
    private final WireEvents events = new WireEvents();
    private final Sink sink = new Sink();
    private WireConnection connection;

    @AfterEach
    void close() throws Exception {
        connection.close();
        broker.close();
    }

    private WireSession session(String clientId) throws JMSException {
        return session(clientId, Map.of());
    }

    private WireSession session(String clientId, Map<String, String> options) throws JMSException {
        connection = broker.connect(FAILOVER, options, events);
        connection.open(clientId);
        return connection.openSession();
    }

    private static ReceiverOptions queue(String selector) {
        return new ReceiverOptions(QUEUE, selector, false, Mode.SETTLE, null);
    }

    private static ReceiverOptions topic(String name, boolean durable, boolean shared) {
        return new ReceiverOptions(TOPIC, null, false, Mode.SETTLE, new SubscriptionOptions(name, durable, shared));
    }

    private Source source(int index) {
        return (Source) broker.attaches.get(index).getSource();
    }

    private static Map<Object, Object> filters(Source source) {
        Map<Object, Object> filters = new HashMap<>();
        for (Object value : source.getFilter().values()) {
            DescribedType filter = (DescribedType) value;
            filters.put(filter.getDescriptor(), filter.getDescribed());
        }
        return filters;
    }

    @Test
    void shouldReceiveNoMoreThanThereIsCreditForAndSettle() throws Exception {
        broker.queue.add(Sent.message("a").encoded());
        broker.queue.add(Sent.message("b").encoded());
        WireReceiver receiver = session(null).openReceiver(queue(null), sink);
        receiver.credit(1);
        await().until(() -> sink.deliveries.size() == 1);
        assertThat(broker.queue).hasSize(1);
        assertThat(sink.deliveries.get(0).encoded()).isEqualTo(Sent.message("a").encoded());
        receiver.settle(sink.deliveries.get(0), Settlement.ACCEPTED, null);
        receiver.settle(sink.deliveries.get(0), Settlement.RELEASED, null);
        await().until(() -> !broker.settled.isEmpty());
        receiver.close();
        assertThat(broker.settled).singleElement().satisfies(settled -> {
            assertThat(settled.state()).isInstanceOf(Accepted.class);
            assertThat(settled.settled()).isTrue();
        });
    }

    @Test
    void shouldSettleBeforeItAsksForMore() throws Exception {
        broker.queue.add(Sent.message("a").encoded());
        WireReceiver receiver = session(null).openReceiver(queue(null), sink);
        receiver.credit(1);
        await().until(() -> sink.deliveries.size() == 1);
        int flows = broker.settledAtFlows.size();
        receiver.settle(sink.deliveries.get(0), Settlement.FAILED, null);
        receiver.credit(1);
        await().until(() -> broker.settledAtFlows.size() > flows);
        assertThat(broker.settledAtFlows.get(flows)).isEqualTo(1);
    }

    @Test
    void shouldTellTheEndOfADrainBehindWhatWasThere() throws Exception {
        broker.queue.add(Sent.message("a").encoded());
        WireReceiver receiver = session(null).openReceiver(queue(null), sink);
        receiver.credit(5);
        receiver.drain();
        await().until(() -> sink.told.contains("drained"));
        assertThat(sink.told).containsExactly("delivered", "drained");
    }

    @Test
    void shouldAskForSelectorAndNoLocalAsTheOtherClientsDo() throws Exception {
        session(null).openReceiver(new ReceiverOptions(QUEUE, "a = 1", true, Mode.SETTLE, null), sink);
        assertThat(filters(source(0)))
                .containsEntry(UnsignedLong.valueOf(0x0000468C00000004L), "a = 1")
                .containsEntry(UnsignedLong.valueOf(0x0000468C00000003L), "NoLocalFilter{}");
        assertThat(source(0).getCapabilities()).containsExactly(Symbol.valueOf("queue"));
    }

    @Test
    void shouldThrowInvalidSelectorForARefusedFilter() throws Exception {
        WireSession session = session(null);
        broker.refusesAttach = attach -> new ErrorCondition(Symbol.valueOf("amqp:invalid-field"), "at position 3");
        assertThatThrownBy(() -> session.openReceiver(queue("a ="), sink))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("at position 3");
    }

    @Test
    void shouldNameSubscriptionsSoThatOtherClientsFindThem() throws Exception {
        WireSession session = session("me");
        session.openReceiver(topic("own", true, false), sink);
        WireReceiver first = session.openReceiver(topic("team", true, true), sink);
        session.openReceiver(topic("team", true, true), sink);
        session.openReceiver(topic("live", false, true), sink);
        session.openReceiver(topic("live", false, true), sink);
        first.close();
        session.openReceiver(topic("team", true, true), sink);
        assertThat(broker.linkNames())
                .containsExactly("own", "team", "team|2", "live|volatile1", "live|volatile2", "team");
        assertThat(source(0).getDurable()).isEqualTo(TerminusDurability.UNSETTLED_STATE);
        assertThat(source(0).getExpiryPolicy()).isEqualTo(TerminusExpiryPolicy.NEVER);
        assertThat(source(1).getCapabilities()).containsExactly(Symbol.valueOf("topic"), Symbol.valueOf("shared"));
        assertThat(source(3).getDurable()).isEqualTo(TerminusDurability.NONE);
    }

    @Test
    void shouldShareSubscriptionsGloballyWithoutClientId() throws Exception {
        WireSession session = session(null);
        session.openReceiver(topic("team", true, true), sink);
        session.openReceiver(topic("team", true, true), sink);
        session.openReceiver(topic("live", false, true), sink);
        assertThat(broker.linkNames()).containsExactly("team|global", "team|global2", "live|global-volatile1");
        assertThat(source(0).getCapabilities())
                .containsExactly(Symbol.valueOf("topic"), Symbol.valueOf("shared"), Symbol.valueOf("global"));
    }

    @Test
    void shouldAttachAgainUnderTheSameNameAndForgetWhatWasDelivered() throws Exception {
        broker.queue.add(Sent.message("a").encoded());
        WireReceiver receiver = session(null).openReceiver(queue(null), sink);
        receiver.credit(10);
        await().until(() -> sink.deliveries.size() == 1);
        assertThat(sink.deliveries.get(0).isCurrent()).isTrue();
        broker.cut();
        await().until(() -> sink.told.contains("restored"));
        assertThat(sink.deliveries.get(0).isCurrent()).isFalse();
        assertThat(broker.linkNames()).hasSize(2);
        assertThat(broker.linkNames().get(1)).isEqualTo(broker.linkNames().get(0));
    }

    @Test
    void shouldReceiveOverTheNextSocketOnlyWithNewCredit() throws Exception {
        WireReceiver receiver = session(null).openReceiver(queue(null), sink);
        receiver.credit(10);
        broker.cut();
        await().until(() -> sink.told.contains("restored"));
        broker.queue.add(Sent.message("a").encoded());
        receiver.credit(1);
        await().until(() -> sink.deliveries.size() == 1);
        assertThat(sink.told).containsExactly("interrupted", "restored", "delivered");
    }

    @Test
    void shouldCloseALinkOverWhichTooLargeAMessageComes() throws Exception {
        WireReceiver receiver =
                session(null, Map.of("amqp.maxMessageSize", "100")).openReceiver(queue(null), sink);
        broker.queue.add(new byte[101]);
        receiver.credit(1);
        await().until(() -> !sink.told.isEmpty());
        assertThat(sink.told).singleElement().asString().startsWith("closed: ").contains("message-size-exceeded");
    }

    @Test
    void shouldUnsubscribeByTheNameOfTheLink() throws Exception {
        session("me");
        connection.unsubscribe("own");
        assertThat(broker.attaches.get(0).getName()).isEqualTo("own");
        assertThat(broker.attaches.get(0).getSource()).isNull();
        broker.refusesAttach = attach -> new ErrorCondition(Symbol.valueOf("amqp:not-found"), "none");
        assertThatThrownBy(() -> connection.unsubscribe("other")).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldAskForATemporaryQueueByTheSameKeyAndGoToWhereTheBrokerPutsIt() throws Exception {
        WireSession session = session(null);
        String address = connection.createTemporary(DestinationKind.TEMPORARY_QUEUE);
        assertThat(address).isEqualTo("temporary-1");
        session.openReceiver(
                new ReceiverOptions(
                        new Target(address, DestinationKind.TEMPORARY_QUEUE), null, false, Mode.SETTLE, null),
                sink);
        broker.cut();
        await().until(() -> sink.told.contains("restored"));
        List<String> sources = broker.attaches.stream()
                .filter(attach -> attach.getRole() == org.apache.qpid.proton.amqp.transport.Role.RECEIVER)
                .map(attach -> ((Source) attach.getSource()).getAddress())
                .toList();
        assertThat(sources).containsExactly("temporary-1", "temporary-2");
        assertThat(key(2)).isEqualTo(key(0)).isNotNull();
        connection.deleteTemporary(address);
    }

    private Object key(int index) {
        org.apache.qpid.proton.amqp.messaging.Target target = (org.apache.qpid.proton.amqp.messaging.Target)
                broker.attaches.get(index).getTarget();
        return target.getDynamicNodeProperties().get(Symbol.valueOf("carrick:temporary-key"));
    }
}
