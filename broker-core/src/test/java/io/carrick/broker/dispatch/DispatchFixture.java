package io.carrick.broker.dispatch;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Destination;
import io.carrick.broker.FilterSpec;
import io.carrick.broker.HalfSettings;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.OutcomeSettings;
import io.carrick.broker.Reply;
import io.carrick.broker.record.AddressCreatedRecord;
import io.carrick.broker.record.DispatchMarkRecord;
import io.carrick.broker.record.EnqueueRecord;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.selector.PropertySource;
import io.carrick.broker.selector.Selector;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.LiveSpace;
import io.carrick.broker.state.MessageCache;
import io.carrick.broker.state.MessageKey;
import io.carrick.broker.state.MessageReader;
import io.carrick.broker.state.StateResources;
import io.carrick.broker.state.Subscription;
import io.carrick.store.file.FileLogDirectory;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.queue.ConsumeQueueSettings;
import io.carrick.store.queue.PageFile;
import io.carrick.store.timer.Timers;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A durable queue without a broker around it, and consumers that take nothing by themselves. */
final class DispatchFixture implements DispatchPort, AutoCloseable {
    private static final long QUEUE = 1;
    private static final int LANE = MessageKey.lane(Message.DEFAULT_PRIORITY, false);

    final BrokerState state;
    final List<Long> marks = new ArrayList<>();
    final List<Long> expired = new ArrayList<>();
    long now = 1000;

    private final LogDirectory directory;
    private final PageFile pages;
    private final Timers timers;
    private int sent;

    DispatchFixture(Path path) throws IOException {
        directory = FileLogDirectory.at(path);
        pages = new PageFile(directory.directory("pages"), ConsumeQueueSettings.PAGE_BYTES);
        timers = new Timers(directory.directory("timers"));
        LiveSpace space = new LiveSpace() {
            @Override
            public void retain(long position, int size) {
                // The log of these tests has no segments.
            }

            @Override
            public void release(long position, int size) {
                // The log of these tests has no segments.
            }
        };
        MessageCache cache = new MessageCache(1 << 20, 1 << 20);
        StateResources resources = new StateResources(space, cache, pages, ConsumeQueueSettings.defaults());
        state = new BrokerState(
                name -> AddressSettings.DEFAULT,
                filter -> message -> true,
                resources,
                reader(),
                timers,
                HalfSettings.DEFAULT,
                OutcomeSettings.DEFAULT);
        state.apply(new AddressCreatedRecord(0, QUEUE, NodeKind.QUEUE, false, "q"));
    }

    Subscription queue() {
        return state.addresses().byId(QUEUE).only();
    }

    /** Enqueues a durable message of lines of {@code name=value}; answers its key. */
    long send(String text) {
        Message message = Message.builder()
                .durable(true)
                .publisher("publisher")
                .encoded(text.getBytes(StandardCharsets.UTF_8))
                .build();
        EnqueueRecord record = new EnqueueRecord(0, QUEUE, new MessageBody(message, 0));
        record.placed(1000L * sent, 100, sent);
        state.apply(record);
        return key(sent++);
    }

    static long key(long index) {
        return MessageKey.of(LANE, index);
    }

    /** The journal has the mark that was asked for last. */
    void applyMark() {
        state.apply(new DispatchMarkRecord(0, QUEUE, LANE, marks.get(marks.size() - 1)));
    }

    ActiveConsumer consumer(long credit) {
        return consumer(credit, null);
    }

    ActiveConsumer consumer(long credit, String localContainer) {
        ConsumerRequest request = new ConsumerRequest(
                new Destination("q", NodeKind.QUEUE), "link", null, false, null, false, false, false);
        ConsumerEvents nobody = (ConsumerEvents) Proxy.newProxyInstance(
                ConsumerEvents.class.getClassLoader(), new Class<?>[] {ConsumerEvents.class}, (p, m, a) -> null);
        ActiveConsumer consumer =
                new ActiveConsumer(request, null, nobody, queue(), localContainer, new ImmediateCore());
        consumer.credit(credit, false);
        return consumer;
    }

    static CompiledFilter filter(String selector) throws Exception {
        Selector compiled = Selector.parse(selector);
        return new CompiledFilter(
                new FilterSpec(FilterSpec.SELECTOR, selector),
                message -> compiled.matches(name -> property(message, name)),
                compiled);
    }

    private static Object property(Message message, String name) {
        for (String line : new String(message.encoded(), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith(name + "=")) {
                return line.substring(name.length() + 1);
            }
        }
        return null;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public MessageReader reader() {
        return place -> {
            throw new AssertionError("all messages are in memory");
        };
    }

    @Override
    public PropertySource properties(Message message) {
        return name -> property(message, name);
    }

    @Override
    public void expired(Subscription subscription, long key) {
        expired.add(key);
    }

    @Override
    public void mark(Subscription subscription, int lane, long index) {
        marks.add(index);
    }

    @Override
    public void dispatched() {
        // Nobody counts.
    }

    @Override
    public void close() throws IOException {
        pages.close();
        timers.close();
        directory.close();
    }

    private static final class ImmediateCore implements ActiveConsumer.CoreSide {
        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void post(Runnable event) {
            event.run();
        }

        @Override
        public void creditChanged(ActiveConsumer consumer) {
            // The test dispatches by itself.
        }

        @Override
        public void close(ActiveConsumer consumer, Consumer.Close how, Reply<Void> reply) {
            throw new UnsupportedOperationException();
        }
    }
}
