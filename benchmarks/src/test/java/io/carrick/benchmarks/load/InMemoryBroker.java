package io.carrick.benchmarks.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The part of a JMS provider that the load driver uses, in memory, with faults to order. A call that it does not know
 * fails the test.
 */
final class InMemoryBroker {
    private static final long FAULTY_MESSAGE = 20;

    private final Fault fault;
    private final Map<Object, List<Mailbox>> routes = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();

    InMemoryBroker(Fault fault) {
        this.fault = fault;
    }

    /** What happens to the 20th message. */
    enum Fault {
        NONE,
        LOSE,
        DOUBLE,
        CORRUPT,
        REFUSE
    }

    ConnectionFactory factory() {
        return fake(ConnectionFactory.class, Map.of("createConnection", a -> connection()));
    }

    /** How many subscriptions there are. */
    long subscriptions() {
        return routes.entrySet().stream()
                .filter(e -> e.getKey() instanceof Topic)
                .mapToLong(e -> e.getValue().size())
                .sum();
    }

    private Connection connection() {
        return fake(
                Connection.class,
                Map.of(
                        "setClientID", a -> null,
                        "setExceptionListener", a -> null,
                        "start", a -> null,
                        "close", a -> null,
                        "createSession", a -> session((int) a[0] == Session.SESSION_TRANSACTED)));
    }

    private Session session(boolean transacted) {
        List<Runnable> uncommitted = new ArrayList<>();
        Map<String, Runnable> subscriptions = new HashMap<>();
        Map<String, Call> calls = new HashMap<>();
        calls.put("getTransacted", a -> transacted);
        calls.put("createBytesMessage", a -> message());
        calls.put("createQueue", a -> destination(Queue.class, (String) a[0]));
        calls.put("createTopic", a -> destination(Topic.class, (String) a[0]));
        calls.put(
                "createTemporaryQueue", a -> destination(TemporaryQueue.class, "temporary-" + new Object().hashCode()));
        calls.put("createProducer", a -> producer((Destination) a[0], transacted ? uncommitted : null));
        calls.put("createConsumer", a -> consumer(queue(a[0]), selected(a)));
        calls.put("createDurableConsumer", a -> {
            Mailbox mailbox = new Mailbox();
            List<Mailbox> subscribers = routes.computeIfAbsent(a[0], d -> new CopyOnWriteArrayList<>());
            subscribers.add(mailbox);
            subscriptions.put((String) a[1], () -> subscribers.remove(mailbox));
            return consumer(mailbox, m -> true);
        });
        calls.put("unsubscribe", a -> {
            subscriptions.remove((String) a[0]).run();
            return null;
        });
        calls.put("commit", a -> {
            uncommitted.forEach(Runnable::run);
            uncommitted.clear();
            return null;
        });
        return fake(Session.class, calls);
    }

    private MessageProducer producer(Destination fixed, List<Runnable> uncommitted) {
        return fake(MessageProducer.class, Map.of("setDeliveryMode", a -> null, "send", a -> {
            Destination destination = fixed == null ? (Destination) a[0] : fixed;
            Message message = (Message) a[fixed == null ? 1 : 0];
            if (fault == Fault.REFUSE && sent.get() >= FAULTY_MESSAGE) {
                throw new jakarta.jms.ResourceAllocationException("disk budget spent");
            }
            if (uncommitted == null) {
                deliver(destination, message);
            } else {
                uncommitted.add(() -> deliver(destination, message));
            }
            if (a.length == 2 && a[1] instanceof CompletionListener) {
                ((CompletionListener) a[1]).onCompletion(message);
            }
            return null;
        }));
    }

    private void deliver(Destination destination, Message message) {
        List<Mailbox> targets = destination instanceof Topic
                ? routes.getOrDefault(destination, List.of())
                : List.of(queue(destination));
        boolean faulty = sent.incrementAndGet() == FAULTY_MESSAGE;
        for (Mailbox target : targets) {
            if (!faulty || fault != Fault.LOSE) {
                target.put(message);
            }
            if (faulty && fault == Fault.DOUBLE) {
                target.put(message);
            }
            if (faulty && fault == Fault.CORRUPT) {
                ((Corruptible) message).corrupt();
            }
        }
    }

    private Mailbox queue(Object destination) {
        return routes.computeIfAbsent(destination, d -> List.of(new Mailbox())).get(0);
    }

    private static MessageConsumer consumer(Mailbox mailbox, Predicate<Message> filter) {
        return fake(
                MessageConsumer.class,
                Map.of(
                        "receive", a -> mailbox.take(filter, (long) a[0]),
                        "setMessageListener",
                                a -> {
                                    mailbox.listen((MessageListener) a[0]);
                                    return null;
                                },
                        "close",
                                a -> {
                                    mailbox.listen(null);
                                    return null;
                                }));
    }

    // Knows the one form that the selectors workload uses: "… AND shard = N".
    private static Predicate<Message> selected(Object[] arguments) {
        if (arguments.length < 2) {
            return m -> true;
        }
        String selector = (String) arguments[1];
        int shard = Integer.parseInt(selector.substring(selector.lastIndexOf(' ') + 1));
        return m -> ((Corruptible) m).properties().get("shard").equals(shard);
    }

    private static Destination destination(Class<? extends Destination> kind, String name) {
        return (Destination) Proxy.newProxyInstance(
                kind.getClassLoader(), new Class<?>[] {kind}, (self, method, a) -> switch (method.getName()) {
                    case "equals" -> self.toString().equals(a[0].toString());
                    case "hashCode" -> name.hashCode();
                    case "toString" -> name;
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private static BytesMessage message() {
        byte[][] body = new byte[1][];
        Map<String, Object> properties = new HashMap<>();
        Map<String, Call> calls = new HashMap<>();
        calls.put("writeBytes", a -> body[0] = ((byte[]) a[0]).clone());
        calls.put("getBodyLength", a -> (long) body[0].length);
        calls.put("readBytes", a -> {
            System.arraycopy(body[0], 0, a[0], 0, body[0].length);
            return body[0].length;
        });
        calls.put("setIntProperty", a -> properties.put((String) a[0], a[1]));
        calls.put("setStringProperty", a -> properties.put((String) a[0], a[1]));
        calls.put("getIntProperty", a -> properties.get((String) a[0]));
        calls.put("setJMSReplyTo", a -> properties.put("reply-to", a[0]));
        calls.put("getJMSReplyTo", a -> properties.get("reply-to"));
        calls.put("setJMSCorrelationID", a -> properties.put("correlation", a[0]));
        calls.put("getJMSCorrelationID", a -> properties.get("correlation"));
        calls.put("properties", a -> properties);
        calls.put("corrupt", a -> body[0][body[0].length - 1] ^= 1);
        return (BytesMessage) fake(calls, BytesMessage.class, Corruptible.class);
    }

    private static <T> T fake(Class<T> type, Map<String, Call> calls) {
        return type.cast(fake(calls, type));
    }

    private static Object fake(Map<String, Call> calls, Class<?>... types) {
        return Proxy.newProxyInstance(InMemoryBroker.class.getClassLoader(), types, (self, method, arguments) -> {
            Call call = calls.get(method.getName());
            if (call == null) {
                throw new UnsupportedOperationException(method.toString());
            }
            Object result = call.on(arguments == null ? new Object[0] : arguments);
            return method.getReturnType() == void.class ? null : result;
        });
    }

    private interface Call {
        Object on(Object[] arguments) throws Exception;
    }

    /** What a message of this broker has beyond the JMS interface. */
    interface Corruptible {
        void corrupt();

        Map<String, Object> properties();
    }

    private static final class Mailbox {
        private final List<Message> messages = new ArrayList<>();
        private MessageListener listener;

        /** From now on the listener gets what is there and what comes; null for nobody. */
        synchronized void listen(MessageListener newListener) {
            listener = newListener;
            if (listener != null) {
                messages.forEach(listener::onMessage);
                messages.clear();
            }
        }

        synchronized void put(Message message) {
            if (listener != null) {
                listener.onMessage(message);
                return;
            }
            messages.add(message);
            notifyAll();
        }

        synchronized Message take(Predicate<Message> filter, long timeoutMillis) throws InterruptedException {
            long end = System.nanoTime() + timeoutMillis * 1_000_000;
            while (true) {
                for (int i = 0; i < messages.size(); i++) {
                    if (filter.test(messages.get(i))) {
                        return messages.remove(i);
                    }
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return null;
                }
                wait(left);
            }
        }
    }
}
