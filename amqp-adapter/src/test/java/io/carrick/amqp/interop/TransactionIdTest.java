package io.carrick.amqp.interop;

import static io.carrick.amqp.interop.SocketPeer.durableMessage;
import static io.carrick.amqp.interop.SocketPeer.encode;
import static io.carrick.amqp.interop.SocketPeer.expectError;
import static io.carrick.amqp.interop.SocketPeer.receiver;
import static io.carrick.amqp.interop.SocketPeer.sender;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.GlobalXid;
import io.carrick.amqp.codec.TransferFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TransactionErrors;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ids of transactions that belong to somebody else, or that are over: refused, and nothing is changed by them. */
@Timeout(60)
class TransactionIdTest {
    private static final int COORDINATOR = 50;
    private static final int SENDER = 0;
    private static final int RECEIVER = 1;
    private static final GlobalXid XID = new GlobalXid(1, "global".getBytes(StandardCharsets.UTF_8), new byte[0]);

    @TempDir
    Path data;

    private RunningBroker broker;
    private Client owner;
    private Client other;

    /** A connection with a coordinator and a sender to the queue {@code out}. */
    private static final class Client implements AutoCloseable {
        private final SocketPeer peer;
        private int nextId;

        Client(int port, String name) throws IOException {
            peer = SocketPeer.begun(port, name);
            Attach coordinator = sender("coordinator", COORDINATOR, null);
            coordinator.setTarget(new Coordinator());
            peer.send(coordinator);
            peer.expect(Attach.class);
            peer.expect(FlowFrame.class);
            peer.attachSender("s", SENDER, "out");
        }

        private DeliveryState ask(Object command) throws IOException {
            peer.transfer(COORDINATOR, nextId++, null, encode(new AmqpValue(command)));
            return peer.expect(DispositionFrame.class).state();
        }

        Binary declare(GlobalXid xid) throws IOException {
            Declare declare = new Declare();
            declare.setGlobalId(xid);
            return ((Declared) ask(declare)).getTxnId();
        }

        DeliveryState discharge(Binary id, boolean fail) throws IOException {
            Discharge discharge = new Discharge();
            discharge.setTxnId(id);
            discharge.setFail(fail);
            return ask(discharge);
        }

        void send(Binary id, String text) throws IOException {
            peer.transfer(SENDER, nextId++, in(id), durableMessage(text));
        }

        void sendInto(Binary id, String text) throws IOException {
            send(id, text);
            assertThat(((TransactionalState) peer.expect(DispositionFrame.class).state()).getOutcome())
                    .isInstanceOf(Accepted.class);
        }

        /** How many messages the queue shows; they are taken from it. */
        int drained() throws IOException {
            peer.send(receiver("r", RECEIVER, "out"));
            peer.expect(Attach.class);
            peer.credit(RECEIVER, 0, 10, true);
            int count = 0;
            while (peer.next() instanceof TransferFrame) {
                count++;
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            peer.close();
        }
    }

    private static TransactionalState in(Binary id) {
        TransactionalState state = new TransactionalState();
        state.setTxnId(id);
        return state;
    }

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
        owner = new Client(broker.port(), "owner");
        other = new Client(broker.port(), "other");
    }

    @AfterEach
    void stop() throws IOException {
        owner.close();
        other.close();
        broker.close();
    }

    private static void expectUnknown(DeliveryState answer) {
        expectError(((Rejected) answer).getError(), TransactionErrors.UNKNOWN_ID);
    }

    @Test
    void shouldNotEndTheTransactionOfAnotherConnection() throws IOException {
        Binary id = owner.declare(null);
        owner.sendInto(id, "m");

        expectUnknown(other.discharge(id, true));
        expectUnknown(other.discharge(id, false));

        assertThat(owner.discharge(id, false)).isInstanceOf(Accepted.class);
        assertThat(owner.drained()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoWorkForTheTransactionOfAnotherConnection() throws IOException {
        Binary id = owner.declare(null);
        owner.sendInto(id, "m");

        other.send(id, "foreign");
        other.peer.expectDetach(TransactionErrors.UNKNOWN_ID);

        assertThat(owner.discharge(id, false)).isInstanceOf(Accepted.class);
        assertThat(owner.drained()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoWorkForTheBranchOfAnotherConnectionWithoutJoiningIt() throws IOException {
        Binary id = owner.declare(XID);
        owner.sendInto(id, "m");

        other.send(id, "foreign");
        other.peer.expectDetach(TransactionErrors.UNKNOWN_ID);

        owner.sendInto(id, "still working");
        expectError(((Rejected) owner.discharge(id, false)).getError(), AmqpError.ILLEGAL_STATE);
        owner.close();
        other = new Client(broker.port(), "third");
        assertThat(other.drained()).isZero();
    }

    @Test
    void shouldNotEndATransactionTwice() throws IOException {
        Binary id = owner.declare(null);
        owner.sendInto(id, "m");
        assertThat(owner.discharge(id, false)).isInstanceOf(Accepted.class);

        expectUnknown(owner.discharge(id, true));

        assertThat(owner.drained()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoWorkForATransactionThatIsOver() throws IOException {
        Binary id = owner.declare(null);
        assertThat(owner.discharge(id, true)).isInstanceOf(Accepted.class);
        Binary next = owner.declare(null);
        assertThat(next).isNotEqualTo(id);

        owner.send(id, "late");
        owner.peer.expectDetach(TransactionErrors.UNKNOWN_ID);

        assertThat(owner.discharge(next, false)).isInstanceOf(Accepted.class);
        assertThat(owner.drained()).isZero();
    }
}
