package io.carrick.jms.amqp;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.codec.GlobalXid;
import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.Payload;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.amqp.engine.Session;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/**
 * What a connection asks the broker about branches (docs/xa-over-amqp.md). Requests whose answers are lost with the
 * connection are repeated over the next one, except those that make sense on the one connection only. Belongs to the I/O
 * thread.
 */
final class XaRequests extends WireLink implements SendingLinkHandler, XaReplies.Listener {
    /** The broker's node for branches. */
    static final String NODE = "$xa";

    private final XaReplies replies;
    private final Coordinator coordinator;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private final Map<String, Request> asked = new LinkedHashMap<>();
    private final Set<Start> starting = new LinkedHashSet<>();
    private SendingLink link;
    private long lastId;

    /** What is asked, and who waits for the answer. */
    private record Request(String operation, Map<String, Object> arguments, boolean repeats, Answer<Object> answer) {}

    /** A branch in which work is to begin. */
    private record Start(Declaration declaration, Answer<AmqpTransaction> answer) {}

    XaRequests(AmqpSession session) {
        super(session, "sender of requests about branches");
        coordinator = session.coordinator();
        replies = new XaReplies(session, session.connection().nextName("xa-replies"), this);
        session.add(replies);
    }

    // --- work

    /**
     * Begins work in a branch.
     *
     * @param worker the session that the work belongs to
     */
    void start(GlobalXid xid, AmqpSession worker, Answer<AmqpTransaction> answer) {
        JMSException ended = ending();
        if (ended != null) {
            answer.fail(ended);
            return;
        }
        Declaration declaration = coordinator.declareBranch(xid);
        Start start = new Start(declaration, answer);
        starting.add(start);
        declaration.whenDone(() -> {
            starting.remove(start);
            if (declaration.failure() != null) {
                answer.fail(declaration.failure());
            } else {
                AmqpTransaction work = AmqpTransaction.ofBranch(worker, declaration);
                worker.begun(work);
                answer.succeed(work);
            }
        });
    }

    // --- requests

    /**
     * Asks.
     *
     * @param repeats whether it may be asked again over another connection
     */
    void ask(String operation, Map<String, Object> arguments, boolean repeats, Answer<Object> answer) {
        Request request = new Request(operation, arguments, repeats, answer);
        JMSException ended = ending();
        if (ended != null) {
            answer.fail(ended);
        } else if (!repeats && !isUsable()) {
            answer.fail(lost());
        } else {
            waiting.add(request);
            pump();
        }
    }

    private static JMSException lost() {
        return new JMSException("The connection was lost", Failures.CONNECTION_LOST);
    }

    private boolean isUsable() {
        return isAttached() && replies.isAttached();
    }

    private void pump() {
        while (!waiting.isEmpty() && isUsable() && link.ready()) {
            Request next = waiting.remove();
            if (!next.answer().isDone()) {
                String id = Long.toString(++lastId);
                asked.put(id, next);
                link.send(Payload.of(encoded(id, next)), true, null, next);
            }
        }
    }

    private byte[] encoded(String id, Request request) {
        Properties properties = new Properties();
        properties.setMessageId(id);
        properties.setReplyTo(replies.address());
        properties.setSubject(request.operation());
        return new ControlMessage(properties, request.arguments()).encoded();
    }

    @Override
    public void replied(ControlMessage answer) {
        Request request = asked.remove(String.valueOf(answer.properties().getCorrelationId()));
        if (request != null) {
            request.answer().succeed(answer.value());
        }
    }

    @Override
    public void repliesAttached() {
        pump();
    }

    @Override
    public void repliesEnded(JMSException cause) {
        failAll(cause == null ? ending() : cause);
    }

    @Override
    Link attach(Session over) {
        Attach attach = new Attach();
        attach.setName(replies.address() + ":requests");
        Source source = new Source();
        source.setAddress(replies.address());
        attach.setSource(source);
        attach.setTarget(Termini.target(NODE, null));
        attach.setSndSettleMode(SenderSettleMode.SETTLED);
        attach.setRcvSettleMode(ReceiverSettleMode.FIRST);
        link = over.attachSender(attach, this);
        return link;
    }

    @Override
    void onAttached(Attach answer) {
        pump();
    }

    @Override
    public void flow() {
        if (link.drain()) {
            link.drained();
        }
        pump();
    }

    @Override
    public void sendable() {
        pump();
    }

    @Override
    void onInterrupted() {
        link = null;
        JMSException lost = lost();
        List<Start> unanswered = List.copyOf(starting);
        starting.clear();
        unanswered.forEach(start -> start.answer().fail(lost));
        List<Request> open = List.copyOf(asked.values());
        asked.clear();
        open.forEach(waiting::add);
        waiting.removeIf(request -> {
            if (!request.repeats()) {
                request.answer().fail(lost);
            }
            return !request.repeats();
        });
    }

    @Override
    void onEnded(JMSException cause) {
        failAll(cause == null ? ending() : cause);
    }

    private void failAll(JMSException given) {
        JMSException cause = given == null ? lost() : given;
        List.copyOf(starting).forEach(start -> start.answer().fail(cause));
        starting.clear();
        List.copyOf(asked.values()).forEach(request -> request.answer().fail(cause));
        asked.clear();
        waiting.forEach(request -> request.answer().fail(cause));
        waiting.clear();
    }
}
