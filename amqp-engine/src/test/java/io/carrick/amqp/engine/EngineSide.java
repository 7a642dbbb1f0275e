package io.carrick.amqp.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Open;

/** One of two engines that talk to each other in memory, and an application that records what it is told. */
final class EngineSide {
    final ByteBuf out = Unpooled.buffer();
    final ByteBuf in = Unpooled.buffer();
    final List<String> events = new ArrayList<>();
    final List<RecordingSender> senders = new ArrayList<>();
    final List<RecordingReceiver> receivers = new ArrayList<>();
    final Connection connection;
    Consumer<Open> answersOpen = open -> {};
    Consumer<Link> answersAttach = EngineSide::accept;
    boolean writable = true;
    boolean transportClosed;
    long now;

    EngineSide(String container, ConnectionLimits limits) {
        connection = new Connection(container, limits, new MemoryOutput(), new Recorder(), 0);
    }

    /** Attaches with what the peer asked for. */
    static void accept(Link link) {
        Attach reply = new Attach();
        reply.setSource(link.remoteAttach().getSource());
        reply.setTarget(link.remoteAttach().getTarget());
        link.attach(reply);
    }

    static Attach attach(String name) {
        Attach attach = new Attach();
        attach.setName(name);
        attach.setSource(new Source());
        attach.setTarget(new Target());
        return attach;
    }

    Session beginSession() {
        return connection.beginSession(new RecordingSession(events));
    }

    RecordingSender attachSender(Session session, Attach attach) {
        RecordingSender sender = new RecordingSender(attach.getName(), events);
        sender.link = session.attachSender(attach, sender);
        return sender;
    }

    RecordingReceiver attachReceiver(Session session, Attach attach) {
        RecordingReceiver receiver = new RecordingReceiver(attach.getName(), events);
        receiver.link = session.attachReceiver(attach, receiver);
        return receiver;
    }

    /** Reads up to so many bytes of the other side. */
    void read(EngineSide other, int bytesMax) {
        int bytes = Math.min(bytesMax, other.out.readableBytes());
        in.writeBytes(other.out, bytes);
        connection.receive(in, now);
        connection.flush(now);
        in.discardReadBytes();
        other.out.discardReadBytes();
    }

    private final class MemoryOutput implements Output {
        @Override
        public ByteBuf buffer(int bytes) {
            return out;
        }

        @Override
        public void scheduleFlush() {
            // Each test flushes after its calls.
        }

        @Override
        public boolean writable() {
            return writable;
        }

        @Override
        public void close() {
            transportClosed = true;
        }
    }

    private final class Recorder implements ConnectionHandler {
        @Override
        public void opened(Open open) {
            events.add("opened " + open.getContainerId());
            answersOpen.accept(open);
        }

        @Override
        public void attached(ReceivingLink link) {
            RecordingReceiver receiver = new RecordingReceiver(link.name(), events);
            receiver.link = link;
            link.handler(receiver);
            receivers.add(receiver);
            answersAttach.accept(link);
        }

        @Override
        public void attached(SendingLink link) {
            RecordingSender sender = new RecordingSender(link.name(), events);
            sender.link = link;
            link.handler(sender);
            senders.add(sender);
            answersAttach.accept(link);
        }

        @Override
        public void closed() {
            events.add("closed");
        }
    }
}
