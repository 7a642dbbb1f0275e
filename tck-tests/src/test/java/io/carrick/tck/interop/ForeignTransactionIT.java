package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.tck.client.AmqpException;
import io.carrick.tck.client.ClientAgent;
import io.carrick.tck.client.ClientConnection;
import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.xa.TestXid;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Branches of another user, and half messages of another group: refused without the permission, and not changed. */
@ExtendWith(SecuredBroker.class)
@Timeout(60)
class ForeignTransactionIT {
    private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;
    private static final String UNAUTHORIZED = "amqp:unauthorized-access";

    private final SecuredBroker.Running broker;
    private final String queue = "open.foreign." + UUID.randomUUID();
    private final String group = "shop-" + UUID.randomUUID();
    private ClientAgent agent;
    private ClientConnection alice;
    private ClientConnection bob;

    ForeignTransactionIT(SecuredBroker.Running broker) {
        this.broker = broker;
    }

    @BeforeEach
    void connect() {
        agent = ClientAgent.start(ClientKind.RHEA);
        alice = connect(SecuredBroker.ALICE, SecuredBroker.ALICE_PASSWORD);
        bob = connect(SecuredBroker.BOB, SecuredBroker.BOB_PASSWORD);
    }

    private ClientConnection connect(String user, String password) {
        return agent.connection()
                .credentials(user, password)
                .virtualHost("localhost")
                .mechanisms("PLAIN")
                .open(broker.listener("amqp"));
    }

    @AfterEach
    void disconnect() {
        agent.close();
    }

    private XAConnection distributed(String user, String password) throws JMSException {
        return new CarrickConnectionFactory(broker.listener("amqp").jmsUri()).createXAConnection(user, password);
    }

    private static void expectUnauthorized(ThrowingCallable call) {
        assertThatExceptionOfType(XAException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.errorCode).isEqualTo(XAException.XAER_RMERR);
            assertThat(e).hasStackTraceContaining(UNAUTHORIZED);
        });
    }

    private void expectInQueue(String... texts) {
        ClientReceiver receiver = alice.receiver(queue);
        assertThat(receiver.acceptTexts(texts.length)).containsExactly(texts);
        assertThat(receiver.staysEmpty()).isTrue();
    }

    @Test
    void shouldLetEveryConnectionOfAUserAndNobodyElsePrepareAndDecideABranch() throws Exception {
        TestXid branch = TestXid.of(queue.substring(0, 40));
        try (XAConnection works = distributed(SecuredBroker.ALICE, SecuredBroker.ALICE_PASSWORD);
                XAConnection prepares = distributed(SecuredBroker.ALICE, SecuredBroker.ALICE_PASSWORD);
                XAConnection foreign = distributed(SecuredBroker.BOB, SecuredBroker.BOB_PASSWORD)) {
            XASession session = works.createXASession();
            XAResource worker = session.getXAResource();
            XAResource other = prepares.createXASession().getXAResource();
            XAResource stranger = foreign.createXASession().getXAResource();
            worker.start(branch, XAResource.TMNOFLAGS);
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage("m"));
            worker.end(branch, XAResource.TMSUCCESS);

            expectUnauthorized(() -> stranger.start(branch, XAResource.TMJOIN));
            expectUnauthorized(() -> stranger.prepare(branch));
            expectUnauthorized(() -> stranger.commit(branch, true));
            expectUnauthorized(() -> stranger.rollback(branch));
            assertThat(other.prepare(branch)).isEqualTo(XAResource.XA_OK);
            expectUnauthorized(() -> stranger.commit(branch, false));
            expectUnauthorized(() -> stranger.rollback(branch));
            expectUnauthorized(() -> stranger.forget(branch));
            assertThat(stranger.recover(SCAN)).isEmpty();

            assertThat(other.recover(SCAN)).anyMatch(branch::matches);
            other.commit(branch, false);
        }
        expectInQueue("m");
    }

    private OutgoingMessage half(String text) {
        return OutgoingMessage.text(text)
                .field("id", text)
                .annotation("x-opt-half-id", "string:order")
                .annotation("x-opt-half-group", "string:" + group);
    }

    private OutgoingMessage decision(String decision) {
        return OutgoingMessage.text("")
                .field("correlation-id", "order")
                .field("subject", decision)
                .annotation("x-opt-half-group", "string:" + group);
    }

    @Test
    void shouldRefuseHalfMessagesOfAGroupToWhoeverMayNotSendForIt() {
        assertThat(alice.sender(queue).send(half("m")).accepted()).isTrue();

        for (String decision : new String[] {"commit", "rollback", "unknown"}) {
            assertThat(bob.sender("$half").send(decision(decision)).condition()).isEqualTo(UNAUTHORIZED);
        }
        assertThat(bob.sender(queue).send(half("more")).condition()).isEqualTo(UNAUTHORIZED);
        AmqpException refused = catchThrowableOfType(AmqpException.class, () -> bob.receiver("$half-check/" + group));
        assertThat(refused.condition()).isEqualTo(UNAUTHORIZED);
        ClientReceiver early = alice.receiver(queue);
        assertThat(early.staysEmpty()).isTrue();
        early.close();

        assertThat(alice.sender("$half").send(decision("commit")).accepted()).isTrue();
        expectInQueue("m");
    }
}
