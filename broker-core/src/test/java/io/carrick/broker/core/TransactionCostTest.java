package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.XaClient.xid;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Authorizer;
import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.Producer;
import io.carrick.broker.Transaction;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Sent;
import io.carrick.store.CommitLogSettings;
import io.carrick.store.file.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a transaction of one message of 1 KiB costs the disk, counted. The figures are in docs/performance.md.
 */
class TransactionCostTest {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionCostTest.class);
    private static final int ROUNDS = 50;
    private static final double FLUSHES_MAX = 1.3;
    private static final String TEXT = "x".repeat(1024);

    private final CountedDirectory directory = new CountedDirectory(new SimulatedDisk(1).root());
    private CarrickBroker broker;
    private TestConnection connection;
    private XaClient client;
    private Producer producer;
    private int branches;

    @BeforeEach
    void start() throws IOException {
        broker = CarrickBroker.open(
                directory,
                new BrokerSettings(new CommitLogSettings(16 << 20, 0, 16 << 20), 8 << 20, 8 << 20, 1 << 30),
                new BrokerEnvironment(
                        name -> AddressSettings.DEFAULT,
                        Authorizer.PERMIT_ALL,
                        new TextFormat(),
                        new TestClock(),
                        cause -> {}));
        connection = new TestConnection(broker, "client");
        client = new XaClient(connection);
        producer = connection.producer(queue("q"));
        send(1);
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    @Test
    void shouldCostAtMostAThirdMoreFlushesThanAPlainSendAlone() {
        compare(1);
    }

    @Test
    void shouldCostAtMostAThirdMoreFlushesThanAPlainSendSixteenAtATime() {
        compare(16);
    }

    private void compare(int together) {
        Cost plain = cost(together, this::send);
        Cost transacted = cost(together, this::transact);
        Cost prepared = cost(together, this::prepareAndCommit);
        LOG.warn(
                "{} at a time: plain {}, transacted {}, prepared and committed {}",
                together,
                plain,
                transacted,
                prepared);

        assertThat(plain.flushes).isEqualTo(1.0 / together);
        assertThat(transacted.flushes).isLessThanOrEqualTo(FLUSHES_MAX * plain.flushes);
        assertThat(prepared.flushes).isEqualTo(2 * plain.flushes);
    }

    /** For each message. */
    private record Cost(double flushes, double bytes) {}

    private Cost cost(int together, IntConsumer round) {
        long flushes = directory.counts().forces();
        long bytes = directory.counts().bytesWritten();
        for (int i = 0; i < ROUNDS; i++) {
            round.accept(together);
        }
        double messages = ROUNDS * together;
        return new Cost(
                (directory.counts().forces() - flushes) / messages,
                (directory.counts().bytesWritten() - bytes) / messages);
    }

    private void send(int together) {
        List<Sent> sent = new ArrayList<>();
        inOneTurn(() -> {
            for (int i = 0; i < together; i++) {
                sent.add(sent(null));
            }
        });
        sent.forEach(Sent::value);
    }

    private Sent sent(Transaction transaction) {
        return connection.sendAsync(producer, TEXT, message -> message, transaction);
    }

    private void transact(int together) {
        List<Answer<Void>> answers = new ArrayList<>();
        inOneTurn(() -> {
            for (int i = 0; i < together; i++) {
                Transaction transaction = connection.connection.beginTransaction();
                sent(transaction);
                Answer<Void> answer = new Answer<>();
                transaction.commit(answer);
                answers.add(answer);
            }
        });
        answers.forEach(Answer::value);
    }

    private void prepareAndCommit(int together) {
        List<Xid> xids = new ArrayList<>();
        for (int i = 0; i < together; i++) {
            Xid xid = xid("branch-" + branches++);
            Association work = client.start(xid);
            xids.add(xid);
            sent(work.work());
            client.end(work);
        }
        decide(xids, client::prepare);
        decide(xids, client::commit);
    }

    private <T> void decide(List<Xid> xids, Function<Xid, Answer<T>> how) {
        List<Answer<T>> answers = new ArrayList<>();
        inOneTurn(() -> xids.forEach(xid -> answers.add(how.apply(xid))));
        answers.forEach(Answer::value);
    }

    /** What is asked for meanwhile comes to the core together, as when many clients wait for a slow disk. */
    private void inOneTurn(Runnable commands) {
        CountDownLatch given = new CountDownLatch(1);
        broker.branches(all -> await(given));
        commands.run();
        given.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
