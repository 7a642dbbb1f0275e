package io.carrick.tck.xa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.xa.CarrickXaRecovery;
import io.carrick.tck.process.BrokerProcess;
import io.carrick.tck.process.CommandResult;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XASession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The XAResource of the JMS provider by the rules of JTA 2.0 and X/Open XA. */
@Timeout(60)
class XaResourceIT {
    private static final long RECEIVE_MILLIS = 10_000;

    private static BrokerProcess broker;

    private XAConnection connection;
    private XASession session;
    private XAResource resource;
    private String queue;
    private TestXid branch;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.named("xa").start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) throws JMSException {
        queue = test.getDisplayName().replaceAll("\\W", "");
        branch = TestXid.of(queue.substring(0, Math.min(60, queue.length())));
        connect();
    }

    private void connect() throws JMSException {
        connection = factory().createXAConnection();
        connection.start();
        session = connection.createXASession();
        resource = session.getXAResource();
    }

    private static CarrickConnectionFactory factory() {
        return new CarrickConnectionFactory("amqp://127.0.0.1:" + broker.port());
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
    }

    private void send(XASession in, String text) throws JMSException {
        in.createProducer(in.createQueue(queue)).send(in.createTextMessage(text));
    }

    private void sendOutside(String text) throws JMSException {
        try (Connection other = factory().createConnection();
                Session plain = other.createSession()) {
            plain.createProducer(plain.createQueue(queue)).send(plain.createTextMessage(text));
        }
    }

    private List<String> visible() throws JMSException {
        try (Connection other = factory().createConnection();
                Session plain = other.createSession()) {
            other.start();
            Queue where = plain.createQueue(queue);
            List<String> texts = new ArrayList<>();
            try (QueueBrowser browser = plain.createBrowser(where)) {
                Enumeration<?> messages = browser.getEnumeration();
                while (messages.hasMoreElements()) {
                    texts.add(((TextMessage) messages.nextElement()).getText());
                }
            }
            return texts;
        }
    }

    private void awaitVisible(String... texts) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(visible()).containsExactly(texts));
    }

    private static void expect(int code, ThrowingCallable call) {
        assertThatExceptionOfType(XAException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errorCode).as(e.toString()).isEqualTo(code));
    }

    private boolean isInDoubt(Xid xid) throws XAException {
        Xid[] found = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
        return Arrays.stream(found).anyMatch(((TestXid) xid)::matches);
    }

    private void sendIn(TestXid xid, String text) throws Exception {
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, text);
        resource.end(xid, XAResource.TMSUCCESS);
    }

    @Test
    void shouldCommitInTwoPhasesWhatWasSentAndReceived() throws Exception {
        sendOutside("in");
        resource.start(branch, XAResource.TMNOFLAGS);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            assertThat(((TextMessage) consumer.receive(RECEIVE_MILLIS)).getText())
                    .isEqualTo("in");
            send(session, "out");
            resource.end(branch, XAResource.TMSUCCESS);
            assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_OK);
            assertThat(visible()).isEmpty();
            assertThat(isInDoubt(branch)).isTrue();
            resource.commit(branch, false);
        }
        awaitVisible("out");
        assertThat(isInDoubt(branch)).isFalse();
    }

    @Test
    void shouldRollBackWhatWasPrepared() throws Exception {
        sendOutside("in");
        resource.start(branch, XAResource.TMNOFLAGS);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
        assertThat(consumer.receive(RECEIVE_MILLIS).getJMSRedelivered()).isFalse();
        send(session, "out");
        resource.end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);
        resource.rollback(branch);
        Message again = consumer.receive(RECEIVE_MILLIS);
        assertThat(((TextMessage) again).getText()).isEqualTo("in");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldCommitInOnePhase() throws Exception {
        sendIn(branch, "one");
        resource.commit(branch, true);
        awaitVisible("one");
    }

    @Test
    void shouldVoteReadOnlyWithoutWork() throws Exception {
        resource.start(branch, XAResource.TMNOFLAGS);
        resource.end(branch, XAResource.TMSUCCESS);
        assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_RDONLY);
        expect(XAException.XAER_NOTA, () -> resource.commit(branch, false));
    }

    @Test
    void shouldKeepInterleavedBranchesApart() throws Exception {
        TestXid other = TestXid.of("other-" + queue.substring(0, 20));
        resource.start(branch, XAResource.TMNOFLAGS);
        send(session, "1");
        resource.end(branch, XAResource.TMSUSPEND);
        resource.start(other, XAResource.TMNOFLAGS);
        send(session, "2");
        resource.end(other, XAResource.TMSUCCESS);
        resource.start(branch, XAResource.TMRESUME);
        send(session, "3");
        resource.end(branch, XAResource.TMSUCCESS);
        resource.rollback(other);
        resource.prepare(branch);
        resource.commit(branch, false);
        awaitVisible("1", "3");
    }

    @Test
    void shouldEndWorkThatIsSuspended() throws Exception {
        resource.start(branch, XAResource.TMNOFLAGS);
        send(session, "1");
        resource.end(branch, XAResource.TMSUSPEND);
        resource.end(branch, XAResource.TMSUCCESS);
        resource.commit(branch, true);
        awaitVisible("1");
    }

    @Test
    void shouldJoinTheBranchOfAnotherSessionOfTheSameBroker() throws Exception {
        XAConnection otherConnection = factory().createXAConnection();
        XASession other = otherConnection.createXASession();
        assertThat(resource.isSameRM(other.getXAResource())).isTrue();
        resource.start(branch, XAResource.TMNOFLAGS);
        other.getXAResource().start(branch, XAResource.TMJOIN);
        send(session, "1");
        send(other, "2");
        resource.end(branch, XAResource.TMSUCCESS);
        other.getXAResource().end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);
        other.getXAResource().commit(branch, false);
        otherConnection.close();
        assertThat(visible()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void shouldNotTakeAnotherBrokerForTheSame() throws Exception {
        try (BrokerProcess another = BrokerProcess.named("xa-another").start();
                XAConnection elsewhere =
                        new CarrickConnectionFactory("amqp://127.0.0.1:" + another.port()).createXAConnection()) {
            XAResource foreign = elsewhere.createXASession().getXAResource();
            assertThat(resource.isSameRM(foreign)).isFalse();
            assertThat(foreign.isSameRM(foreign)).isTrue();
        }
    }

    @Test
    void shouldMoveBetweenThreads() throws Exception {
        resource.start(branch, XAResource.TMNOFLAGS);
        send(session, "1");
        Thread thread = new Thread(() -> {
            try {
                send(session, "2");
                resource.end(branch, XAResource.TMSUCCESS);
                resource.prepare(branch);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        thread.join();
        resource.commit(branch, false);
        awaitVisible("1", "2");
    }

    @Test
    void shouldAnswerWithTheCodesOfXa() throws Exception {
        expect(XAException.XAER_NOTA, () -> resource.prepare(branch));
        expect(XAException.XAER_NOTA, () -> resource.rollback(branch));
        expect(XAException.XAER_NOTA, () -> resource.start(branch, XAResource.TMJOIN));
        expect(XAException.XAER_INVAL, () -> resource.start(branch, XAResource.TMFAIL));
        expect(XAException.XAER_INVAL, () -> resource.recover(XAResource.TMJOIN));
        expect(XAException.XAER_INVAL, () -> resource.setTransactionTimeout(-1));
        resource.start(branch, XAResource.TMNOFLAGS);
        expect(XAException.XAER_PROTO, () -> resource.start(TestXid.of("second"), XAResource.TMNOFLAGS));
        expect(XAException.XAER_PROTO, () -> resource.prepare(branch));
        send(session, "1");
        resource.end(branch, XAResource.TMSUCCESS);
        expect(XAException.XAER_DUPID, () -> resource.start(branch, XAResource.TMNOFLAGS));
        expect(XAException.XAER_PROTO, () -> resource.commit(branch, false));
        resource.prepare(branch);
        expect(XAException.XAER_PROTO, () -> resource.forget(branch));
        resource.commit(branch, false);
        resource.commit(branch, false);
        expect(XAException.XAER_PROTO, () -> resource.rollback(branch));
        assertThat(resource.recover(XAResource.TMENDRSCAN)).isEmpty();
    }

    @Test
    void shouldRollBackWhatIsEndedAsFailed() throws Exception {
        resource.start(branch, XAResource.TMNOFLAGS);
        send(session, "1");
        resource.end(branch, XAResource.TMFAIL);
        expect(XAException.XA_RBROLLBACK, () -> resource.prepare(branch));
        assertThat(visible()).isEmpty();
    }

    @Test
    void shouldRollBackWhatIsNotPreparedInTime() throws Exception {
        assertThat(resource.setTransactionTimeout(1)).isTrue();
        assertThat(resource.getTransactionTimeout()).isEqualTo(1);
        sendIn(branch, "1");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> expect(XAException.XA_RBTIMEOUT, () -> {
                    resource.start(branch, XAResource.TMJOIN);
                    resource.end(branch, XAResource.TMSUCCESS);
                }));
        expect(XAException.XA_RBTIMEOUT, () -> resource.prepare(branch));
        assertThat(visible()).isEmpty();
    }

    @Test
    void shouldLeaveTheEndToTheTransactionManager() throws Exception {
        resource.start(branch, XAResource.TMNOFLAGS);
        assertThatExceptionOfType(TransactionInProgressException.class).isThrownBy(session::commit);
        assertThatExceptionOfType(TransactionInProgressException.class).isThrownBy(session::rollback);
        assertThat(session.getTransacted()).isTrue();
        resource.end(branch, XAResource.TMSUCCESS);
        resource.rollback(branch);
    }

    @Test
    void shouldKeepWhatASessionReceivedThatWasClosedBeforeTheEnd() throws Exception {
        sendOutside("in");
        resource.start(branch, XAResource.TMNOFLAGS);
        assertThat(session.createConsumer(session.createQueue(queue)).receive(RECEIVE_MILLIS))
                .isNotNull();
        session.close();
        resource.end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);
        resource.commit(branch, false);
        assertThat(visible()).isEmpty();
    }

    @Test
    void shouldServeAContext() throws Exception {
        try (XAJMSContext context = factory().createXAContext()) {
            XAResource own = context.getXAResource();
            own.start(branch, XAResource.TMNOFLAGS);
            context.createProducer().send(context.createQueue(queue), "context");
            own.end(branch, XAResource.TMSUCCESS);
            own.commit(branch, true);
        }
        awaitVisible("context");
    }

    @Test
    void shouldLoseUnpreparedWorkWithItsConnectionAndKeepPreparedWork() throws Exception {
        TestXid prepared = TestXid.of("prepared-" + queue.substring(0, 20));
        sendIn(prepared, "prepared");
        resource.prepare(prepared);
        sendIn(branch, "lost");
        connection.close();
        connect();
        assertThat(isInDoubt(prepared)).isTrue();
        assertThat(isInDoubt(branch)).isFalse();
        resource.rollback(branch);
        resource.commit(prepared, false);
        awaitVisible("prepared");
    }

    @Test
    void shouldRecoverOverItsOwnConnectionAfterAKillOfTheBroker() throws Exception {
        try (CarrickXaRecovery recovery = new CarrickXaRecovery(factory())) {
            assertThat(recovery.isSameRM(resource)).isTrue();
            sendIn(branch, "prepared");
            resource.prepare(branch);
            broker.kill();
            expect(XAException.XAER_RMFAIL, () -> resource.commit(branch, false));
            expect(XAException.XAER_RMFAIL, () -> recovery.recover(XAResource.TMSTARTRSCAN));
            broker.start();
            Xid[] found = recovery.recover(XAResource.TMSTARTRSCAN);
            assertThat(found).hasSize(1).allMatch(branch::matches);
            assertThat(recovery.recover(XAResource.TMENDRSCAN)).isEmpty();
            recovery.commit(found[0], false);
            assertThat(recovery.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        }
        awaitVisible("prepared");
    }

    private static CommandResult transactions(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("admin", "transactions"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", broker.data().toString()));
        return CommandResult.carrick(all.toArray(String[]::new));
    }

    @Test
    void shouldLetAnOperatorDecideAndTellTheTransactionManager() throws Exception {
        sendIn(branch, "decided");
        assertThat(transactions("commit", name(branch)).exitCode()).isNotZero();
        resource.prepare(branch);
        assertThat(transactions("list").output()).contains(name(branch)).contains("prepared");
        assertThat(transactions("commit", name(branch)).output()).contains("heuristically-committed");
        awaitVisible("decided");
        assertThat(isInDoubt(branch)).isTrue();
        expect(XAException.XA_HEURCOM, () -> resource.rollback(branch));
        resource.forget(branch);
        assertThat(isInDoubt(branch)).isFalse();
        assertThat(transactions("show", name(branch)).exitCode()).isNotZero();
        assertThat(transactions("show", "nonsense").errors()).contains("nonsense");
        assertThat(broker.awaitOutput("result=done state=heuristically-committed"))
                .contains(name(branch));
    }

    private static String name(TestXid xid) {
        HexFormat hex = HexFormat.of();
        return xid.formatId() + ":" + hex.formatHex(xid.globalId()) + ":" + hex.formatHex(xid.qualifier());
    }

    @Test
    void shouldRepeatADecisionOverTheNextConnectionWhenItIsRestored() throws Exception {
        CarrickConnectionFactory failover =
                new CarrickConnectionFactory("failover:(amqp://127.0.0.1:" + broker.port() + ")");
        try (XAConnection lasting = failover.createXAConnection()) {
            XASession worker = lasting.createXASession();
            XAResource own = worker.getXAResource();
            own.start(branch, XAResource.TMNOFLAGS);
            send(worker, "prepared");
            own.end(branch, XAResource.TMSUCCESS);
            own.prepare(branch);
            TestXid lost = TestXid.of("lost-" + queue.substring(0, 20));
            own.start(lost, XAResource.TMNOFLAGS);
            send(worker, "lost");
            broker.kill();
            broker.start();
            own.commit(branch, false);
            expect(XAException.XAER_RMFAIL, () -> own.end(lost, XAResource.TMSUCCESS));
            expect(XAException.XAER_NOTA, () -> own.rollback(lost));
        }
        awaitVisible("prepared");
    }
}
