package io.carrick.tck.half;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.half.HalfMessage;
import io.carrick.jms.half.HalfMessageCheck;
import io.carrick.jms.half.HalfMessageOptions;
import io.carrick.jms.half.HalfMessageProducer;
import io.carrick.jms.half.LocalTransactionListener;
import io.carrick.jms.half.LocalTransactionState;
import io.carrick.tck.process.BrokerAddress;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our provider, which has a producer for half messages; each is a member of its group from the beginning. */
final class CarrickHalfClient implements HalfClient {
    private static final long ASKED_LIMIT_SECONDS = 20;
    private static final HalfMessageOptions AT_ONCE = HalfMessageOptions.DEFAULT.withCheckAfter(Duration.ofMillis(1));

    private final CarrickConnectionFactory factory;
    private final JMSContext context;
    private final Map<String, HalfMessageProducer> producers = new LinkedHashMap<>();
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    CarrickHalfClient(BrokerAddress broker) {
        factory =
                new CarrickConnectionFactory("amqp://" + broker.host() + ":" + broker.port() + "?jms.closeTimeout=500");
        context = factory.createContext();
    }

    /** A question, and what the script is going to answer. */
    private record Question(HalfMessageCheck check, CompletableFuture<LocalTransactionState> answer) {}

    /** Leaves everything to the script. */
    private final class Scripted implements LocalTransactionListener {
        @Override
        public LocalTransactionState execute(HalfMessage half, Object argument) {
            throw new AssertionError("the script decides by itself");
        }

        @Override
        public LocalTransactionState check(HalfMessageCheck check) {
            Question question = new Question(check, new CompletableFuture<>());
            questions.add(question);
            return question.answer().join();
        }
    }

    private HalfMessageProducer producer(String group) throws JMSException {
        HalfMessageProducer producer = producers.get(group);
        if (producer == null) {
            producer = new HalfMessageProducer(factory, group, new Scripted());
            producer.start();
            producers.put(group, producer);
        }
        return producer;
    }

    /** Something that the provider does. */
    private interface Call {
        void run() throws JMSException;
    }

    private static String condition(Call call) {
        try {
            call.run();
            return "";
        } catch (JMSException e) {
            return String.valueOf(e.getErrorCode());
        }
    }

    @Override
    public String prepare(String queue, String group, String id, String text) {
        return condition(() -> {
            HalfMessageProducer producer = producer(group);
            producer.prepare(id, new CarrickQueue(queue), producer.createTextMessage(text), AT_ONCE);
        });
    }

    @Override
    public String resolve(String group, String id, String decision) {
        return condition(() -> {
            switch (state(decision)) {
                case COMMIT -> producer(group).commit(id);
                case ROLLBACK -> producer(group).rollback(id);
                case UNKNOWN -> {
                    // Who does not know says nothing.
                }
            }
        });
    }

    private static LocalTransactionState state(String decision) {
        return switch (decision) {
            case "commit" -> LocalTransactionState.COMMIT;
            case "rollback" -> LocalTransactionState.ROLLBACK;
            default -> LocalTransactionState.UNKNOWN;
        };
    }

    @Override
    public void resolveInTransaction(String group, String id, String decision, boolean commit) {
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            producer(group).decideIn(transacted, id, state(decision));
            if (commit) {
                transacted.commit();
            } else {
                transacted.rollback();
            }
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Member member(String group) {
        try {
            HalfMessageProducer joined = producer(group);
            return new ScriptedMember(joined.group());
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private final class ScriptedMember implements Member {
        private final String group;
        private Question question;

        ScriptedMember(String group) {
            this.group = group;
        }

        @Override
        public String asked() {
            try {
                question = questions.poll(ASKED_LIMIT_SECONDS, TimeUnit.SECONDS);
                if (question == null || !question.check().group().equals(group)) {
                    throw new AssertionError("asked " + question);
                }
                return question.check().message().getBody(String.class);
            } catch (InterruptedException | JMSException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void commit() {
            question.answer().complete(LocalTransactionState.COMMIT);
        }

        @Override
        public void rollback() {
            question.answer().complete(LocalTransactionState.ROLLBACK);
        }

        @Override
        public void unknown() {
            question.answer().complete(LocalTransactionState.UNKNOWN);
        }
    }

    @Override
    public Optional<String> receive(String queue, Duration limit) {
        try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
            Message message = consumer.receive(limit.toMillis());
            return message == null ? Optional.empty() : Optional.of(message.getBody(String.class));
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    /** Checks under way are not answered. */
    @Override
    public void kill() {
        producers.values().forEach(HalfMessageProducer::close);
    }

    @Override
    public void close() {
        questions.forEach(question -> question.answer().complete(LocalTransactionState.UNKNOWN));
        kill();
        context.close();
    }
}
