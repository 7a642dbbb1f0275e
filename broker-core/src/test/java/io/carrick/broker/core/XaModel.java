package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static io.carrick.broker.core.XaClient.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Delivery;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaCommand;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.XaTransactions.Start;
import io.carrick.broker.XaTransactions.Vote;
import io.carrick.broker.Xid;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A broker and a model of its branches: each operation is done to both, and the broker's answer must be the model's. For
 * one thread.
 */
final class XaModel implements AutoCloseable {
    private static final long TIMEOUT_MILLIS = 60_000;

    private final ModelledBroker broker;
    private final Map<Xid, XaBranchModel> branches = new LinkedHashMap<>();
    private final Set<String> available = new TreeSet<>();
    private final XaClient[] clients = new XaClient[ModelledBroker.CLIENTS];
    private int texts;

    XaModel(long seed, PlantedFault fault) throws IOException {
        broker = ModelledBroker.open(seed, fault);
        connected();
    }

    private void connected() {
        for (int client = 0; client < clients.length; client++) {
            clients[client] = new XaClient(broker.connection(client));
        }
    }

    /** What the model knows of a branch. */
    XaBranchModel branch(Xid xid) {
        return branches.computeIfAbsent(xid, each -> new XaBranchModel());
    }

    boolean hasAvailable() {
        return !available.isEmpty();
    }

    private String newText() {
        return "m" + ++texts;
    }

    /** A message that is in the queue without any branch. */
    void offer(int client) {
        String text = newText();
        broker.connection(client).send(queue("q"), text);
        available.add(text);
    }

    // --- work

    void start(int client, Xid xid) {
        XaBranchModel branch = branch(xid);
        Answer<Association> answer = clients[client].start(xid, Start.NEW, TIMEOUT_MILLIS);
        XaCode refusal = branch.state.refusal(XaCommand.START);
        if (refusal != null) {
            assertThat(code(answer)).isEqualTo(refusal);
            return;
        }
        branch.begin();
        branch.works(client, answer.value());
    }

    void join(int client, Xid xid) {
        XaBranchModel branch = branch(xid);
        Answer<Association> answer = clients[client].start(xid, Start.JOIN);
        if (!refused(answer, branch.state.refusal(XaCommand.JOIN))) {
            branch.works(client, answer.value());
        }
    }

    void resume(int client, Xid xid) {
        XaBranchModel branch = branch(xid);
        Answer<Association> answer = clients[client].start(xid, Start.RESUME);
        XaCode refusal = branch.state.refusal(XaCommand.RESUME);
        if (refused(answer, refusal == null && branch.suspended.isEmpty() ? XaCode.XAER_PROTO : refusal)) {
            return;
        }
        if (!branch.suspended.remove((Integer) client)) {
            branch.suspended.remove(0);
        }
        branch.works(client, answer.value());
    }

    /** Whether it is refused, as it should be. A branch that is rolled back may say that it ran out of time. */
    private static boolean refused(Answer<?> answer, XaCode refusal) {
        if (refusal == XaCode.XA_RBROLLBACK) {
            assertThat(code(answer)).isIn(XaCode.XA_RBROLLBACK, XaCode.XA_RBTIMEOUT);
        } else if (refusal != null) {
            assertThat(code(answer)).isEqualTo(refusal);
        }
        return refusal != null;
    }

    /** @param nth which association of the client, counted around; without any, nothing is done */
    void send(int client, Xid xid, int nth) {
        XaBranchModel branch = branch(xid);
        Association work = branch.working(client, nth);
        if (work != null) {
            String text = newText();
            clients[client].send(broker.producer(client), text, work);
            branch.sent.add(text);
            branch.hadRecord = true;
        }
    }

    /** @param nth which association of the client, counted around; without any, nothing is done */
    void receive(int client, Xid xid, int nth) throws InterruptedException {
        XaBranchModel branch = branch(xid);
        Association work = branch.working(client, nth);
        if (work == null || available.isEmpty()) {
            return;
        }
        Received consumer = broker.connection(client).consumer(queue("q"), 1);
        Delivery delivery = ModelledBroker.next(consumer);
        String text = TextFormat.text(delivery.message());
        assertThat(available.remove(text)).as(text + " is one of " + available).isTrue();
        clients[client].accept(delivery, work);
        branch.received.add(text);
        consumer.close();
    }

    /** @param nth which association of the client, counted around; without any, nothing is done */
    void end(int client, Xid xid, int nth, End how) {
        XaBranchModel branch = branch(xid);
        Association work = branch.working(client, nth);
        if (work == null) {
            return;
        }
        Answer<Void> answer = clients[client].end(work, how);
        branch.active.get(client).remove(work);
        if (branch.state == XaState.ROLLBACK_ONLY && how != End.FAIL) {
            assertThat(code(answer)).isIn(XaCode.XA_RBROLLBACK, XaCode.XA_RBTIMEOUT);
        } else {
            answer.value();
        }
        if (how == End.SUSPEND) {
            branch.suspended.add(client);
        }
        if (how == End.FAIL) {
            branch.state = XaState.ROLLBACK_ONLY;
        }
        branch.undecided();
        available.addAll(branch.undoIfIdle());
    }

    // --- decisions

    private void over(XaBranchModel branch, XaState outcome) {
        available.addAll(branch.over(outcome));
    }

    void prepare(int client, Xid xid) {
        XaBranchModel branch = branch(xid);
        Answer<Vote> answer = clients[client].prepare(xid);
        if (refused(answer, branch.state.refusal(XaCommand.PREPARE))) {
            if (branch.state == XaState.ROLLBACK_ONLY) {
                over(branch, XaState.ROLLED_BACK);
            }
            return;
        }
        boolean empty = branch.state == XaState.ENDED && branch.sent.isEmpty() && branch.received.isEmpty();
        assertThat(answer.value()).isEqualTo(empty ? Vote.READ_ONLY : Vote.OK);
        if (empty) {
            over(branch, XaState.UNKNOWN);
        } else {
            branch.hadRecord = true;
            branch.state = XaState.PREPARED;
        }
    }

    void commit(int client, Xid xid, boolean onePhase) {
        XaBranchModel branch = branch(xid);
        Answer<Void> answer = clients[client].commit(xid, onePhase);
        XaCode refusal = branch.state.refusal(onePhase ? XaCommand.COMMIT_ONE_PHASE : XaCommand.COMMIT);
        if (refused(answer, refusal)) {
            if (onePhase && branch.state == XaState.ROLLBACK_ONLY) {
                over(branch, XaState.ROLLED_BACK);
            }
            return;
        }
        answer.value();
        branch.hadRecord |= !branch.received.isEmpty() || !branch.sent.isEmpty();
        over(branch, XaState.COMMITTED);
    }

    void rollback(int client, Xid xid) {
        XaBranchModel branch = branch(xid);
        Answer<Void> answer = clients[client].rollback(xid);
        if (!refused(answer, branch.state.refusal(XaCommand.ROLLBACK))) {
            answer.value();
            over(branch, XaState.ROLLED_BACK);
        }
    }

    void operate(Xid xid, boolean commit) {
        XaBranchModel branch = branch(xid);
        Answer<Void> answer = new Answer<>();
        broker.broker().branches(all -> all.operate(xid, commit, answer));
        XaCommand command = commit ? XaCommand.OPERATOR_COMMIT : XaCommand.OPERATOR_ROLLBACK;
        if (refused(answer, branch.state.refusal(command))) {
            return;
        }
        answer.value();
        if (branch.state == XaState.PREPARED) {
            over(branch, commit ? XaState.HEURISTICALLY_COMMITTED : XaState.HEURISTICALLY_ROLLED_BACK);
        } else {
            over(branch, XaState.ROLLED_BACK);
        }
    }

    void forget(int client, Xid xid) {
        XaBranchModel branch = branch(xid);
        Answer<Void> answer = clients[client].forget(xid);
        if (!refused(answer, branch.state.refusal(XaCommand.FORGET))) {
            answer.value();
            over(branch, XaState.UNKNOWN);
        }
    }

    // --- accidents

    void lose(int client) {
        broker.lose(client);
        connected();
        for (XaBranchModel branch : branches.values()) {
            if (!branch.state.isUndecided() || !branch.participants.remove(client)) {
                continue;
            }
            boolean unfinished = branch.working(client, 0) != null;
            branch.active.remove(client);
            unfinished |= branch.suspended.removeIf(each -> each == client);
            if (unfinished) {
                branch.state = XaState.ROLLBACK_ONLY;
            }
            if (branch.participants.isEmpty()) {
                over(branch, XaState.ROLLED_BACK);
            } else {
                available.addAll(branch.undoIfIdle());
            }
        }
    }

    void timeOut() {
        broker.advance(Duration.ofMillis(TIMEOUT_MILLIS + 2000));
        for (XaBranchModel branch : branches.values()) {
            if (branch.state.isUndecided()) {
                branch.state = XaState.ROLLBACK_ONLY;
                available.addAll(branch.undoIfIdle());
            }
        }
        long deadline = System.nanoTime()
                + Duration.ofSeconds(BrokerFixture.TIMEOUT_SECONDS).toNanos();
        branches.forEach((xid, branch) -> {
            while (branch.state == XaState.ROLLBACK_ONLY && clients[0].status(xid) != XaState.ROLLBACK_ONLY) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        });
    }

    void restart(Stop how) throws IOException {
        broker.restart(how);
        connected();
        branches.forEach((xid, branch) -> {
            if (branch.state.isUndecided()) {
                over(branch, XaState.ROLLED_BACK);
            }
            if (branch.state == XaState.ROLLED_BACK || branch.state == XaState.COMMITTED && !branch.hadRecord) {
                XaState now = clients[0].status(xid);
                assertThat(now).isIn(branch.state, XaState.UNKNOWN);
                branch.state = now;
            }
            branch.replayed = branch.state != XaState.UNKNOWN;
        });
    }

    // --- what can be seen

    /** The queue, what is in doubt and the state of each branch are the model's. */
    void check() {
        broker.awaitAvailable(available);
        Set<Xid> inDoubt = branches.entrySet().stream()
                .filter(each -> each.getValue().state == XaState.PREPARED
                        || each.getValue().state.isHeuristic())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(clients[1].recover()).containsExactlyInAnyOrderElementsOf(inDoubt);
        branches.forEach((xid, branch) ->
                assertThat(clients[1].status(xid)).as(xid.toString()).isEqualTo(branch.state));
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
