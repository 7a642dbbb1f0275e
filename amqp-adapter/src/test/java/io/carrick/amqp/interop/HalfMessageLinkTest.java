package io.carrick.amqp.interop;

import static io.carrick.amqp.interop.SocketPeer.attach;
import static io.carrick.amqp.interop.SocketPeer.encode;
import static io.carrick.amqp.interop.SocketPeer.expectError;
import static io.carrick.amqp.interop.SocketPeer.receiver;
import static io.carrick.amqp.interop.SocketPeer.sender;
import static io.carrick.amqp.interop.SocketPeer.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.TransferFrame;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The half-message protocol frame by frame against the whole broker. */
@Timeout(60)
class HalfMessageLinkTest {
    private static final int SENDER = 0;
    private static final int RESOLVER = 1;
    private static final int RECEIVER = 2;
    private static final int CHECKER = 3;
    private static final int COORDINATOR = 4;

    @TempDir
    private static Path data;

    private static RunningBroker broker;

    private SocketPeer peer;
    private String queue;
    private String group;
    private int nextId;

    @BeforeAll
    static void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test) throws IOException {
        queue = test.getTestMethod().orElseThrow().getName();
        group = "group-" + queue;
        peer = SocketPeer.begun(broker.port(), "container-" + queue);
        peer.attachSender("sender", SENDER, queue);
        peer.attachSender("resolver", RESOLVER, "$half");
    }

    @AfterEach
    void disconnect() throws IOException {
        peer.close();
    }

    // --- what a client does

    private static MessageAnnotations annotations(Object... namesAndValues) {
        Map<Symbol, Object> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(Symbol.valueOf((String) namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new MessageAnnotations(map);
    }

    private byte[] half(String id, String text) {
        return encode(annotations("x-opt-half-id", id, "x-opt-half-group", group), new AmqpValue(text));
    }

    private DeliveryState send(int handle, DeliveryState state, byte[] message) throws IOException {
        int id = nextId++;
        peer.transfer(handle, id, state, message);
        return disposition(id);
    }

    private DeliveryState disposition(int id) throws IOException {
        for (Object frame = peer.next(); ; frame = peer.next()) {
            if (frame instanceof DispositionFrame disposition) {
                assertThat(disposition.first()).isEqualTo(id);
                return disposition.state();
            }
            assertThat(frame).isInstanceOf(FlowFrame.class);
        }
    }

    private void prepare(String id, String text) throws IOException {
        assertThat(send(SENDER, null, half(id, text))).isInstanceOf(Accepted.class);
    }

    private byte[] decision(String id, String what) {
        Properties properties = new Properties();
        properties.setCorrelationId(id);
        properties.setSubject(what);
        return encode(annotations("x-opt-half-group", group), properties, new AmqpValue(null));
    }

    private DeliveryState resolve(String id, String what) throws IOException {
        return send(RESOLVER, null, decision(id, what));
    }

    private Rejected expectRejected(DeliveryState state, Symbol condition) {
        assertThat(state).isInstanceOf(Rejected.class);
        expectError(((Rejected) state).getError(), condition);
        return (Rejected) state;
    }

    /** What is in the queue, to the end. */
    private void expectInQueue(String... texts) throws IOException {
        peer.send(receiver("receiver", RECEIVER, queue));
        peer.expect(Attach.class);
        peer.credit(RECEIVER, 0, 10, true);
        for (String text : texts) {
            peer.expect(TransferFrame.class);
            assertThat(((AmqpValue) payload().getBody()).getValue()).isEqualTo(text);
        }
        assertThat(peer.expect(FlowFrame.class).linkCredit()).isZero();
    }

    private Message payload() {
        byte[] bytes = ByteBufUtil.getBytes(peer.payload());
        Message message = Message.Factory.create();
        message.decode(bytes, 0, bytes.length);
        return message;
    }

    private void attachChecker() throws IOException {
        peer.send(receiver("checker", CHECKER, "$half-check/" + group));
        assertThat(((Source) peer.expect(Attach.class).getSource()).getAddress())
                .isEqualTo("$half-check/" + group);
        peer.credit(CHECKER, 0, 1, false);
    }

    private Message expectCheck() throws IOException {
        assertThat(peer.expect(TransferFrame.class).settled()).isFalse();
        return payload();
    }

    private static byte[] soon(String id, String group) {
        return encode(
                annotations("x-opt-half-id", id, "x-opt-half-group", group, "x-opt-half-check-after", 1L),
                new AmqpValue("asked for"));
    }

    // --- tests

    @Test
    void shouldShowAHalfMessageWhenItIsCommitted() throws IOException {
        prepare("1", "a");
        prepare("1", "b");

        assertThat(resolve("1", "commit")).isInstanceOf(Accepted.class);
        assertThat(resolve("1", "commit")).isInstanceOf(Accepted.class);

        expectInQueue("a", "b");
    }

    @Test
    void shouldTellTheStateWhenTheOppositeWasDecided() throws IOException {
        prepare("1", "a");
        resolve("1", "rollback");

        Rejected rejected = expectRejected(resolve("1", "commit"), AmqpError.PRECONDITION_FAILED);

        assertThat((Object) rejected.getError().getInfo()).isEqualTo(Map.of(Symbol.valueOf("state"), "ROLLED_BACK"));
        expectInQueue();
    }

    @Test
    void shouldRejectDecisionsThatMakeNoSense() throws IOException {
        expectRejected(resolve("nobody", "commit"), AmqpError.NOT_FOUND);
        expectRejected(resolve("nobody", "perhaps"), AmqpError.INVALID_FIELD);
        expectRejected(resolve(null, "commit"), AmqpError.INVALID_FIELD);
        expectRejected(
                send(RESOLVER, null, encode(annotations(), decisionProperties("1"), new AmqpValue(null))),
                AmqpError.INVALID_FIELD);
        prepare("1", "a");
        assertThat(resolve("1", "unknown")).isInstanceOf(Accepted.class);
        expectInQueue();
    }

    private static Properties decisionProperties(String id) {
        Properties properties = new Properties();
        properties.setCorrelationId(id);
        properties.setSubject("commit");
        return properties;
    }

    @Test
    void shouldTakeTheMessageIdAsHalfIdAndTheGroupOfTheLink() throws IOException {
        Attach attach = sender("grouped", 7, queue);
        attach.setProperties(Map.of(Symbol.valueOf("producer-group"), group));
        peer.send(attach);
        peer.expect(Attach.class);
        peer.expect(FlowFrame.class);
        Properties properties = new Properties();
        properties.setMessageId("plain-id");

        assertThat(send(7, null, encode(annotations("x-opt-half-check-after", 5000L), properties, new AmqpValue("a"))))
                .isInstanceOf(Accepted.class);

        expectRejected(resolve("other", "commit"), AmqpError.NOT_FOUND);
        assertThat(resolve("plain-id", "commit")).isInstanceOf(Accepted.class);
        expectInQueue("a");
    }

    @Test
    void shouldTakeApplicationPropertiesForAnnotations() throws IOException {
        ApplicationProperties properties =
                new ApplicationProperties(Map.of("JMS_CARRICK_HALF_ID", "1", "JMS_CARRICK_HALF_GROUP", group));

        assertThat(send(SENDER, null, encode(properties, new AmqpValue("a")))).isInstanceOf(Accepted.class);

        assertThat(resolve("1", "commit")).isInstanceOf(Accepted.class);
        expectInQueue("a");
    }

    @Test
    void shouldRejectAHalfMessageWithoutGroupOrId() throws IOException {
        expectRejected(
                send(SENDER, null, encode(annotations("x-opt-half-id", "1"), new AmqpValue("a"))),
                AmqpError.INVALID_FIELD);
        expectRejected(
                send(SENDER, null, encode(annotations("x-opt-half-group", group), new AmqpValue("a"))),
                AmqpError.INVALID_FIELD);
    }

    @Test
    void shouldDetachALinkThatSendsAHalfMessageSettled() throws IOException {
        peer.transfer(new TransferFrame(SENDER, 0, tag(0), 0, true, false, null, null, false, false), half("1", "a"));

        peer.expectDetach(AmqpError.NOT_ALLOWED);
    }

    @Test
    void shouldDecideThroughTheAnonymousTerminus() throws IOException {
        prepare("1", "a");
        peer.attachSender("anonymous", 8, null);
        Properties properties = decisionProperties("1");
        properties.setTo("queue://$half");

        assertThat(send(8, null, encode(annotations("x-opt-half-group", group), properties, new AmqpValue(null))))
                .isInstanceOf(Accepted.class);

        expectInQueue("a");
    }

    @Test
    void shouldDecideAsPartOfALocalTransaction() throws IOException {
        prepare("1", "a");
        Attach attach = attach("coordinator", COORDINATOR, Role.SENDER);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        attach.setSource(new Source());
        attach.setTarget(new Coordinator());
        peer.send(attach);
        peer.expect(Attach.class);
        peer.expect(FlowFrame.class);
        Declared declared = (Declared) send(COORDINATOR, null, encode(new AmqpValue(new Declare())));
        TransactionalState within = new TransactionalState();
        within.setTxnId(declared.getTxnId());

        TransactionalState enlisted = (TransactionalState) send(RESOLVER, within, decision("1", "commit"));
        assertThat(enlisted.getOutcome()).isInstanceOf(Accepted.class);
        expectRejected(
                ((TransactionalState) send(SENDER, within, half("2", "no"))).getOutcome(), AmqpError.NOT_ALLOWED);
        expectInQueue();
        Discharge discharge = new Discharge();
        discharge.setTxnId(declared.getTxnId());
        assertThat(send(COORDINATOR, null, encode(new AmqpValue(discharge)))).isInstanceOf(Accepted.class);

        peer.send(SocketPeer.detach(RECEIVER, true));
        peer.expect(Detach.class);
        expectInQueue("a");
    }

    private void expectRejected(Outcome outcome, Symbol condition) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        expectError(((Rejected) outcome).getError(), condition);
    }

    @Test
    void shouldTakeTheDispositionOfACheckBackForTheAnswer() throws IOException {
        assertThat(send(SENDER, null, soon("1", group))).isInstanceOf(Accepted.class);
        attachChecker();
        Message check = expectCheck();
        Map<?, ?> told = check.getDeliveryAnnotations().getValue();
        assertThat(told.get(Symbol.valueOf("x-opt-half-id"))).isEqualTo("1");
        assertThat(told.get(Symbol.valueOf("x-opt-half-group"))).isEqualTo(group);
        assertThat(told.get(Symbol.valueOf("x-opt-half-checks"))).isEqualTo(0);
        assertThat(told.get(Symbol.valueOf("x-opt-half-messages"))).isEqualTo(1);
        assertThat(told.get(Symbol.valueOf("x-opt-half-born"))).isInstanceOf(Long.class);
        assertThat(((AmqpValue) check.getBody()).getValue()).isEqualTo("asked for");

        peer.dispose(0, 0, false, Accepted.getInstance());

        DispositionFrame settled = peer.expect(DispositionFrame.class);
        assertThat(settled.settled()).isTrue();
        assertThat(settled.state()).isInstanceOf(Accepted.class);
        expectInQueue("asked for");
    }

    @Test
    void shouldRollBackWhatACheckerRejects() throws IOException {
        send(SENDER, null, soon("1", group));
        attachChecker();
        expectCheck();

        peer.dispose(0, 0, false, new Rejected());

        assertThat(peer.expect(DispositionFrame.class).state()).isInstanceOf(Rejected.class);
        expectRejected(resolve("1", "commit"), AmqpError.PRECONDITION_FAILED);
    }

    @Test
    void shouldLeaveOpenWhatACheckerReleases() throws IOException {
        send(SENDER, null, soon("1", group));
        attachChecker();
        expectCheck();

        peer.dispose(0, 0, false, Released.getInstance());

        assertThat(peer.expect(DispositionFrame.class).state()).isInstanceOf(Released.class);
        assertThat(resolve("1", "commit")).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldTellACheckerThatItWasOverruled() throws IOException {
        send(SENDER, null, soon("1", group));
        attachChecker();
        expectCheck();
        resolve("1", "rollback");

        peer.dispose(0, 0, false, Accepted.getInstance());

        expectRejected(peer.expect(DispositionFrame.class).state(), AmqpError.PRECONDITION_FAILED);
    }

    @Test
    void shouldAnswerADrainOfACheckerWithNothingToAsk() throws IOException {
        attachChecker();

        peer.credit(CHECKER, 0, 5, true);

        FlowFrame flow = peer.expect(FlowFrame.class);
        assertThat(flow.linkCredit()).isZero();
        assertThat(flow.deliveryCount()).isEqualTo(5);
    }

    @Test
    void shouldRefuseACheckerThatCouldNotAnswer() throws IOException {
        Attach attach = receiver("settled", CHECKER, "$half-check/" + group);
        attach.setSndSettleMode(SenderSettleMode.SETTLED);
        peer.send(attach);

        assertThat(peer.expect(Attach.class).getSource()).isNull();
        peer.expectDetach(AmqpError.NOT_ALLOWED);
    }

    @Test
    void shouldRefuseToReceiveFromTheResolvingNodeAndToSendToACheckingOne() throws IOException {
        peer.send(receiver("wrong", 9, "$half"));
        assertThat(peer.expect(Attach.class).getSource()).isNull();
        peer.expectDetach(AmqpError.NOT_FOUND);
        peer.send(sender("wrong", 10, "$half-check/" + group));
        assertThat(peer.expect(Attach.class).getTarget()).isNull();
        peer.expectDetach(AmqpError.NOT_FOUND);
    }
}
