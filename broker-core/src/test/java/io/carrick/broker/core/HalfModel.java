package io.carrick.broker.core;

import static io.carrick.broker.core.TestConnection.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.HalfAdministration.HalfStatus;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfCheck;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.HalfState;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Transaction;
import io.carrick.broker.core.ModelledBroker.Stop;
import io.carrick.broker.core.TestConnection.Answer;
import io.carrick.broker.core.TestConnection.Questions;
import io.carrick.broker.core.TestConnection.Received;
import io.carrick.broker.core.TestConnection.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A broker and a model of its half messages, which are all of one producer group with one member: each operation is done
 * to both, and the broker's answer must be the model's. For one thread.
 */
final class HalfModel implements AutoCloseable {
    private static final String GROUP = "group";

    private final ModelledBroker broker;
    private final HalfOperator operator;
    private final HalfSettings settings;
    private final Map<String, HalfMessageModel> halves = new LinkedHashMap<>();
    private final List<String> visible = new ArrayList<>();
    private Questions questions;
    private int texts;

    /** @param credit how many questions the member of the group takes */
    HalfModel(long seed, PlantedFault fault, HalfSettings settings, int credit) throws IOException {
        this.settings = settings;
        broker = ModelledBroker.open(seed, fault, settings);
        operator = new HalfOperator(broker, GROUP);
        join(credit);
    }

    private void join(int credit) {
        questions = connection().checker(GROUP, credit);
    }

    private TestConnection connection() {
        return broker.connection(0);
    }

    /** What the model knows of a half message; null if nobody has sent it. */
    HalfMessageModel half(String id) {
        return halves.get(id);
    }

    /** How many texts were sent. */
    int texts() {
        return texts;
    }

    private String newText() {
        return "m" + ++texts;
    }

    // --- preparing

    /** Sends another message of a half message; the padding is how many characters it has beside its text. */
    void prepare(String id, int padding) {
        prepare(id, newText(), padding);
    }

    /** @param nth which of its messages, counted around; if there is no such half message, nothing is done */
    void repeat(String id, int nth, int padding) {
        HalfMessageModel half = half(id);
        if (half != null) {
            prepare(id, half.messages.get(nth % half.messages.size()), padding);
        }
    }

    private void prepare(String id, String text, int padding) {
        HalfMessageModel half = half(id);
        Sent sent = send(id, text, padding);
        if (half != null && half.refuses(text)) {
            assertThat(sent.error().code()).isEqualTo(Code.PRECONDITION_FAILED);
        } else {
            sent.value();
            prepared(id, text, broker.nowMillis());
        }
    }

    private Sent send(String id, String text, int padding) {
        return connection()
                .prepareAsync(
                        broker.producer(0),
                        new HalfTerms(id, GROUP, -1, "t"),
                        text + " " + "x".repeat(padding),
                        message -> message.messageId(text));
    }

    private void prepared(String id, String text, long sentMillis) {
        halves.computeIfAbsent(id, each -> new HalfMessageModel(sentMillis)).prepared(text, sentMillis);
    }

    // --- deciding

    private static HalfAnswer answer(boolean commit) {
        return commit ? HalfAnswer.COMMIT : HalfAnswer.ROLLBACK;
    }

    void resolve(String id, boolean commit) {
        expect(connection().resolve(GROUP, id, answer(commit)), id, commit);
    }

    private void expect(Answer<Void> answer, String id, boolean commit) {
        HalfMessageModel half = half(id);
        if (half == null) {
            assertThat(answer.error().code()).isEqualTo(Code.NOT_FOUND);
        } else if (half.refuses(commit)) {
            BrokerError error = answer.error();
            assertThat(error.code()).isEqualTo(Code.PRECONDITION_FAILED);
            assertThat(error.info()).containsEntry("state", half.state.name());
        } else {
            answer.value();
            decided(half, commit);
        }
    }

    private void decided(HalfMessageModel half, boolean commit) {
        if (!half.state.decided()) {
            half.state = HalfMessageModel.outcome(commit);
            if (commit) {
                visible.addAll(half.messages);
            }
        }
    }

    /**
     * Decides in a local transaction, which is committed with a message sent in it, or rolled back.
     *
     * @param meanwhile what is done before the transaction ends, if the decision was taken
     */
    void resolveInTransaction(String id, boolean commit, boolean end, Runnable meanwhile) {
        Transaction transaction = connection().connection.beginTransaction();
        HalfMessageModel half = half(id);
        Answer<Void> enlisted = connection().resolve(GROUP, id, answer(commit), transaction);
        boolean enlists = half != null && !half.refuses(commit);
        if (enlists) {
            enlisted.value();
            meanwhile.run();
        } else {
            assertThat(enlisted.error().code()).isEqualTo(half == null ? Code.NOT_FOUND : Code.PRECONDITION_FAILED);
        }
        Answer<Void> ended = new Answer<>();
        if (!end) {
            transaction.rollback(ended);
            ended.value();
            return;
        }
        String sent = newText();
        connection()
                .sendAsync(broker.producer(0), sent + " ", message -> message, transaction)
                .value();
        transaction.commit(ended);
        if (enlists && half.refuses(commit)) {
            assertThat(ended.error().code()).isEqualTo(Code.TRANSACTION_ROLLBACK);
            return;
        }
        ended.value();
        visible.add(sent);
        if (enlists) {
            decided(half, commit);
        }
    }

    /** An operator decides. */
    void operate(String id, boolean commit) {
        HalfMessageModel half = half(id);
        BrokerError error = operator.resolve(id, commit);
        assertThat(error == null).isEqualTo(half != null && !half.refuses(commit));
        if (error == null) {
            decided(half, commit);
        }
    }

    /** An operator has the group asked again. */
    void rearm(String id) {
        HalfMessageModel half = half(id);
        BrokerError error = operator.rearm(id);
        assertThat(error == null).isEqualTo(half != null && !half.state.decided());
        if (error == null) {
            half.rearm(broker.nowMillis());
        }
    }

    // --- being asked

    /** What the member is asked next, null if there is nothing within that time. */
    HalfCheck nextQuestion(long millis) {
        HalfCheck check = questions.pollOrNull(millis);
        if (check != null) {
            assertThat(half(check.id()))
                    .as("half message %s that was asked for", check.id())
                    .isNotNull();
        }
        return check;
    }

    /** Waits until the broker knows, which asks again some time after that by a clock that the test moves. */
    void giveBack(HalfCheck check) {
        questions.checker.giveBack(check);
        operator.figures();
    }

    /** A rollback is not the answer for what was sent again since it was asked for. */
    void answer(HalfCheck check, HalfAnswer with) {
        HalfMessageModel half = half(check.id());
        Answer<Void> answer = questions.answer(check, with);
        if (with == HalfAnswer.UNKNOWN) {
            answer.value();
            half.unknown(settings.checksMax());
        } else if (with == HalfAnswer.ROLLBACK && half.overtakes(check.bornMillis())) {
            assertThat(answer.error().code()).isEqualTo(Code.PRECONDITION_FAILED);
        } else {
            expect(answer, check.id(), with == HalfAnswer.COMMIT);
        }
    }

    void credit(long limit, boolean drain) {
        questions.checker.credit(limit, drain);
    }

    /** The member of the group leaves; another one comes. */
    void replaceMember(int credit) {
        questions.checker.close();
        join(credit);
    }

    // --- time

    void advance(Duration by) {
        broker.advance(by);
        settleParked();
    }

    /** What is too old is parked within a second of the broker's time: waits for that. */
    private void settleParked() {
        broker.advance(Duration.ofSeconds(1));
        halves.values().forEach(half -> half.age(broker.nowMillis(), settings.ageMax()));
        long parked = halves.values().stream()
                .filter(half -> half.state == HalfState.PARKED)
                .count();
        long tries = 0;
        while (operator.figures().parked() != parked) {
            assertThat(++tries).as("tries until %d are parked", parked).isLessThan(100_000);
        }
    }

    // --- accidents

    void restart(Stop how, int credit) throws IOException {
        broker.restart(how);
        halves.values().forEach(HalfMessageModel::restarted);
        join(credit);
        settleParked();
    }

    /** The broker dies while it takes a message: the model takes over whether the next one has it. */
    void dieInAPrepare(String id, int padding, Stop how, int credit) throws IOException {
        HalfMessageModel before = half(id);
        String text = newText();
        long sentMillis = broker.nowMillis();
        send(id, text, padding);
        restart(how, credit);
        boolean taken = before == null
                ? operator.state(id) != null
                : !before.state.decided() && operator.status(id).addresses().size() > before.messages.size();
        if (taken) {
            prepared(id, text, sentMillis);
        }
    }

    /** The broker dies while it takes a decision: the model takes over whether the next one has it. */
    void dieInAResolve(String id, boolean commit, Stop how, int credit) throws IOException {
        connection().resolve(GROUP, id, answer(commit));
        restart(how, credit);
        HalfMessageModel half = half(id);
        if (half != null && !half.state.decided() && operator.state(id) == HalfMessageModel.outcome(commit)) {
            decided(half, commit);
        }
    }

    // --- what can be seen

    /** The state of each half message is the model's, and the queue holds exactly what was committed, in that order. */
    void check() {
        halves.forEach((id, half) -> {
            HalfStatus status = operator.status(id);
            assertThat(status).as(id).isNotNull();
            assertThat(status.state()).as(id).isEqualTo(half.state);
            if (!half.state.decided()) {
                assertThat(status.checks()).as("checks of " + id).isEqualTo(half.checks);
                assertThat(status.addresses()).hasSameSizeAs(half.messages);
            }
        });
        Received browser = connection().browser(queue("q"), 0);
        List<String> texts = browser.drain(Integer.MAX_VALUE).stream()
                .map(text -> text.substring(0, text.indexOf(' ')))
                .toList();
        browser.close();
        assertThat(texts).isEqualTo(visible);
    }

    /** How many questions the broker waits to be answered. */
    void checkAsking(int expected) {
        assertThat(operator.figures().asking()).as("asking").isEqualTo(expected);
    }

    /** A new member is asked for all that are prepared, and for nothing else. */
    void checkThatAllOpenOnesAreAskedFor() {
        replaceMember(Integer.MAX_VALUE);
        advance(Duration.ofSeconds(1).plus(settings.backOff()));
        Set<String> expected = new HashSet<>();
        halves.forEach((id, half) -> {
            if (half.state == HalfState.PREPARED) {
                expected.add(id);
            }
        });
        Set<String> asked = new HashSet<>();
        while (!asked.containsAll(expected)) {
            asked.add(questions.next().id());
        }
        assertThat(asked).isEqualTo(expected);
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
