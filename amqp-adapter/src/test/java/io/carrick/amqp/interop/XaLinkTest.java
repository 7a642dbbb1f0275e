package io.carrick.amqp.interop;

import static io.carrick.amqp.interop.SocketPeer.durableMessage;
import static io.carrick.amqp.interop.SocketPeer.encode;
import static io.carrick.amqp.interop.SocketPeer.expectError;
import static io.carrick.amqp.interop.SocketPeer.receiver;
import static io.carrick.amqp.interop.SocketPeer.sender;
import static io.carrick.amqp.interop.SocketPeer.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.GlobalXid;
import io.carrick.amqp.codec.TransferFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TransactionErrors;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Distributed transactions frame by frame against the whole broker, as docs/xa-over-amqp.md says. */
@Timeout(60)
class XaLinkTest {
    private static final int COORDINATOR = 50;
    private static final int REQUESTS = 51;
    private static final int REPLIES = 52;
    private static final int SUCCESS = 0x04000000;
    private static final int SUSPEND = 0x02000000;
    private static final String REPLY_TO = "answers";
    private static final GlobalXid XID = xid(0x7ffe, "global", "branch");

    @TempDir
    Path data;

    private RunningBroker broker;
    private SocketPeer peer;
    private int nextId;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
        connect();
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        broker.close();
    }

    private static GlobalXid xid(int formatId, String globalId, String qualifier) {
        return new GlobalXid(formatId, globalId.getBytes(), qualifier.getBytes());
    }

    private void connect() throws IOException {
        nextId = 0;
        peer = SocketPeer.begun(broker.port(), "xa-client");
        Attach attach = sender("coordinator", COORDINATOR, null);
        attach.setTarget(new Coordinator());
        peer.send(attach);
        Coordinator coordinator = (Coordinator) peer.expect(Attach.class).getTarget();
        assertThat(Arrays.asList(coordinator.getCapabilities()))
                .contains(Symbol.valueOf("amqp:distributed-transactions"));
        peer.expect(FlowFrame.class);
        peer.attachSender("requests", REQUESTS, "$xa");
        Attach replies = receiver("replies", REPLIES, "$xa");
        Target target = new Target();
        target.setAddress(REPLY_TO);
        replies.setTarget(target);
        peer.send(replies);
        assertThat(((Source) peer.expect(Attach.class).getSource()).getAddress())
                .isEqualTo("$xa");
        peer.credit(REPLIES, 0, 100, false);
    }

    private DeliveryState declare(GlobalXid xid) throws IOException {
        Declare declare = new Declare();
        declare.setGlobalId(xid);
        peer.transfer(COORDINATOR, nextId++, null, encode(new AmqpValue(declare)));
        DispositionFrame disposition = peer.expect(DispositionFrame.class);
        assertThat(disposition.settled()).isTrue();
        return disposition.state();
    }

    private Binary start(GlobalXid xid, int flags) throws IOException {
        DeliveryState state = declare(new GlobalXid(xid.formatId(), xid.globalId(), xid.qualifier(), flags, 0));
        assertThat(state).isInstanceOf(Declared.class);
        return ((Declared) state).getTxnId();
    }

    private Object ask(String operation, Map<String, Object> arguments) throws Exception {
        Properties properties = new Properties();
        properties.setMessageId("request " + nextId);
        properties.setReplyTo(REPLY_TO);
        properties.setSubject(operation);
        byte[] request = encode(properties, new AmqpValue(arguments));
        peer.transfer(
                new TransferFrame(REQUESTS, nextId, tag(nextId++), 0, true, false, null, null, false, false), request);
        TransferFrame answer = peer.expect(TransferFrame.class);
        assertThat(answer.settled()).isTrue();
        ControlMessage message = ControlMessage.read(peer.payload());
        assertThat(message.properties().getCorrelationId()).isEqualTo(properties.getMessageId());
        assertThat(message.properties().getTo()).isEqualTo(REPLY_TO);
        return message.value();
    }

    private Object ask(String operation, GlobalXid xid) throws Exception {
        return ask(operation, Map.of("xid", xid));
    }

    private Object end(GlobalXid xid, Binary id, int flags) throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of("xid", xid, "flags", flags));
        if (id != null) {
            arguments.put("txn-id", id);
        }
        return ask("end", arguments);
    }

    private static void expectXa(Object answer, String condition, int code) {
        assertThat(answer).isInstanceOf(ErrorCondition.class);
        ErrorCondition error = (ErrorCondition) answer;
        expectError(error, Symbol.valueOf(condition));
        assertThat(error.getInfo().get(Symbol.valueOf("code"))).isEqualTo(code);
    }

    private static TransactionalState in(Binary id, boolean accepts) {
        TransactionalState state = new TransactionalState();
        state.setTxnId(id);
        state.setOutcome(accepts ? Accepted.getInstance() : null);
        return state;
    }

    private void send(int handle, Binary id, String text) throws IOException {
        peer.transfer(handle, nextId++, in(id, false), durableMessage(text));
        DispositionFrame taken = peer.expect(DispositionFrame.class);
        assertThat(((TransactionalState) taken.state()).getTxnId()).isEqualTo(id);
    }

    /** The delivery id of the one message that the queue has. */
    private long receive(int handle, String queue) throws IOException {
        peer.send(receiver("r" + handle, handle, queue));
        peer.expect(Attach.class);
        peer.credit(handle, 0, 1, false);
        return peer.expect(TransferFrame.class).deliveryId();
    }

    private void expectEmpty(int handle, String queue) throws IOException {
        peer.send(receiver("r" + handle, handle, queue));
        peer.expect(Attach.class);
        peer.credit(handle, 0, 1, true);
        peer.expect(FlowFrame.class);
    }

    @Test
    void shouldNameTheBrokerTheSameAfterARestart() throws Exception {
        Object first = brokerId();
        peer.close();
        broker.close();
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
        assertThat(brokerId()).isEqualTo(first).asString().hasSize(36);
    }

    private Object brokerId() throws IOException {
        try (SocketPeer other = new SocketPeer(broker.port())) {
            other.open("other", open -> {});
            return other.expect(Open.class).getProperties().get(Symbol.valueOf("carrick:broker-id"));
        }
    }

    @Test
    void shouldPrepareOverOneConnectionAndCommitOverAnotherAfterARestart() throws Exception {
        peer.attachSender("s", 0, "out");
        peer.attachSender("t", 1, "in");
        peer.transfer(1, nextId++, null, durableMessage("received"));
        peer.expect(DispositionFrame.class);
        Binary id = start(XID, GlobalXid.NO_FLAGS);
        send(0, id, "sent");
        long received = receive(2, "in");
        peer.dispose((int) received, (int) received, true, in(id, true));
        assertThat(end(XID, id, SUCCESS)).isNull();
        assertThat(ask("status", XID)).isEqualTo("ended");
        assertThat(ask("prepare", XID)).isEqualTo(0);
        assertThat(ask("status", XID)).isEqualTo("prepared");

        peer.close();
        broker.close();
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
        connect();

        assertThat(ask("recover", Map.of())).isEqualTo(List.of(XID));
        expectEmpty(3, "out");
        expectEmpty(4, "in");
        assertThat(ask("commit", XID)).isNull();
        assertThat(ask("commit", XID)).isNull();
        expectXa(ask("rollback", XID), "xa:XAER_PROTO", -6);
        assertThat(ask("recover", Map.of())).isEqualTo(List.of());
        receive(5, "out");
    }

    @Test
    void shouldSettleDeliveriesAtOnceThatTheReceiverLeavesUnsettledInABranch() throws Exception {
        peer.attachSender("t", 1, "in");
        peer.transfer(1, nextId++, null, durableMessage("received"));
        peer.expect(DispositionFrame.class);
        Binary id = start(XID, GlobalXid.NO_FLAGS);
        long received = receive(2, "in");
        peer.dispose((int) received, (int) received, false, in(id, true));
        DispositionFrame settled = peer.expect(DispositionFrame.class);
        assertThat(settled.settled()).isTrue();
        end(XID, id, SUCCESS);
        assertThat(ask("rollback", XID)).isNull();
        peer.credit(2, 1, 1, false);
        peer.expect(TransferFrame.class);
    }

    @Test
    void shouldVoteReadOnlyAndCommitInOnePhase() throws Exception {
        Binary id = start(XID, GlobalXid.NO_FLAGS);
        end(XID, id, SUCCESS);
        assertThat(ask("prepare", XID)).isEqualTo(3);
        peer.attachSender("s", 0, "out");
        id = start(XID, GlobalXid.NO_FLAGS);
        send(0, id, "sent");
        end(XID, id, SUCCESS);
        assertThat(ask("commit", Map.of("xid", XID, "one-phase", true))).isNull();
        receive(5, "out");
    }

    @Test
    void shouldSuspendResumeAndJoin() throws Exception {
        peer.attachSender("s", 0, "out");
        Binary first = start(XID, GlobalXid.NO_FLAGS);
        assertThat(end(XID, first, SUSPEND)).isNull();
        Binary second = start(XID, GlobalXid.RESUME);
        Binary third = start(XID, GlobalXid.JOIN);
        assertThat(second).isNotEqualTo(first);
        send(0, second, "a");
        send(0, third, "b");
        end(XID, second, SUSPEND);
        end(XID, third, SUCCESS);
        expectXa(ask("prepare", XID), "xa:XAER_PROTO", -6);
        assertThat(end(XID, null, SUCCESS)).isNull();
        assertThat(ask("prepare", XID)).isEqualTo(0);
        assertThat(ask("rollback", XID)).isNull();
        expectEmpty(3, "out");
    }

    @Test
    void shouldRefuseWhatIsWrongAndGoOn() throws Exception {
        Binary id = start(XID, GlobalXid.NO_FLAGS);
        expectXa(((Rejected) declare(XID)).getError(), "xa:XAER_DUPID", -8);
        GlobalXid other = xid(1, "other", "");
        expectXa(
                ((Rejected) declare(new GlobalXid(1, other.globalId(), other.qualifier(), GlobalXid.JOIN, 0)))
                        .getError(),
                "xa:XAER_NOTA",
                -4);
        expectXa(((Rejected) declare(xid(-1, "x", "y"))).getError(), "xa:XAER_INVAL", -5);
        expectXa(((Rejected) declare(xid(1, "x".repeat(65), "y"))).getError(), "xa:XAER_INVAL", -5);
        expectXa(
                ((Rejected) declare(new GlobalXid(1, other.globalId(), other.qualifier(), 7, 0))).getError(),
                "xa:XAER_INVAL",
                -5);
        expectXa(ask("commit", other), "xa:XAER_NOTA", -4);
        expectXa(ask("commit", Map.of("xid", "text")), "xa:XAER_INVAL", -5);
        expectXa(ask("prepare", Map.of()), "xa:XAER_INVAL", -5);
        expectXa(end(XID, id, 12), "xa:XAER_INVAL", -5);
        expectXa(end(XID, new Binary(new byte[3]), SUCCESS), "xa:XAER_NOTA", -4);
        expectError((ErrorCondition) ask("dance", XID), AmqpError.NOT_IMPLEMENTED);
        Discharge discharge = new Discharge();
        discharge.setTxnId(id);
        peer.transfer(COORDINATOR, nextId++, null, encode(new AmqpValue(discharge)));
        DispositionFrame refused = peer.expect(DispositionFrame.class);
        expectError(((Rejected) refused.state()).getError(), AmqpError.ILLEGAL_STATE);
        assertThat(ask("status", XID)).isEqualTo("active");
        assertThat(end(XID, id, SUCCESS)).isNull();
        expectXa(end(XID, id, SUCCESS), "xa:XAER_NOTA", -4);
    }

    @Test
    void shouldRefuseWorkWithTheIdOfWorkThatHasEnded() throws Exception {
        peer.attachSender("s", 0, "out");
        Binary id = start(XID, GlobalXid.NO_FLAGS);
        end(XID, id, SUCCESS);
        peer.transfer(0, nextId++, in(id, false), durableMessage("late"));
        peer.expectDetach(TransactionErrors.UNKNOWN_ID);
    }

    @Test
    void shouldRefuseARequestThatCannotBeAnswered() throws Exception {
        Properties properties = new Properties();
        properties.setSubject("recover");
        properties.setReplyTo("elsewhere");
        peer.transfer(REQUESTS, nextId++, null, encode(properties, new AmqpValue(Map.of())));
        DispositionFrame refused = peer.expect(DispositionFrame.class);
        expectError(((Rejected) refused.state()).getError(), AmqpError.PRECONDITION_FAILED);
        assertThat(ask("recover", Map.of())).isEqualTo(List.of());
    }
}
