package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.Delivery;
import io.carrick.broker.Outcome;
import io.carrick.broker.Producer;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.XaTransactions.Start;
import io.carrick.broker.XaTransactions.Vote;
import io.carrick.broker.Xid;
import io.carrick.broker.core.TestConnection.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a transaction manager and an application do with the branches of a connection, for tests. */
final class XaClient {
    private final TestConnection connection;
    private final XaTransactions xa;

    XaClient(TestConnection connection) {
        this.connection = connection;
        xa = connection.connection.distributedTransactions();
    }

    static Xid xid(String name) {
        return new Xid(4711, name.getBytes(StandardCharsets.UTF_8), new byte[] {0, -1, 127});
    }

    Association start(Xid xid) {
        return start(xid, Start.NEW).value();
    }

    Answer<Association> start(Xid xid, Start how) {
        return start(xid, how, 0);
    }

    Answer<Association> start(Xid xid, Start how, long timeoutMillis) {
        Answer<Association> answer = new Answer<>();
        xa.start(xid, how, timeoutMillis, answer);
        return answer;
    }

    void send(Producer producer, String text, Association in) {
        connection.sendAsync(producer, text, message -> message, in.work()).value();
    }

    void accept(Delivery delivery, Association in) {
        in.work().settle(List.of(delivery), Outcome.ACCEPTED, true);
    }

    Answer<Void> end(Association association, End how) {
        Answer<Void> answer = new Answer<>();
        xa.end(association, how, answer);
        return answer;
    }

    void end(Association association) {
        end(association, End.SUCCESS).value();
    }

    Answer<Void> endSuspended(Xid xid) {
        Answer<Void> answer = new Answer<>();
        xa.endSuspended(xid, false, answer);
        return answer;
    }

    Answer<Vote> prepare(Xid xid) {
        Answer<Vote> answer = new Answer<>();
        xa.prepare(xid, answer);
        return answer;
    }

    Answer<Void> commit(Xid xid) {
        return commit(xid, false);
    }

    Answer<Void> commit(Xid xid, boolean onePhase) {
        Answer<Void> answer = new Answer<>();
        xa.commit(xid, onePhase, answer);
        return answer;
    }

    Answer<Void> rollback(Xid xid) {
        Answer<Void> answer = new Answer<>();
        xa.rollback(xid, answer);
        return answer;
    }

    Answer<Void> forget(Xid xid) {
        Answer<Void> answer = new Answer<>();
        xa.forget(xid, answer);
        return answer;
    }

    List<Xid> recover() {
        Answer<List<Xid>> answer = new Answer<>();
        xa.recover(answer);
        return answer.value();
    }

    XaState status(Xid xid) {
        Answer<XaState> answer = new Answer<>();
        xa.status(xid, answer);
        return answer.value();
    }

    /** The code of a refusal, for which the answer is waited for. */
    static XaCode code(Answer<?> answer) {
        BrokerError error = answer.error();
        XaCode code = XaCode.valueOf((String) error.info().get(XaCode.INFO_NAME));
        if (!Integer.valueOf(code.number()).equals(error.info().get(XaCode.INFO_CODE))) {
            throw new AssertionError("number of " + error);
        }
        return code;
    }
}
