package io.carrick.amqp.interop;

import static io.carrick.amqp.interop.SocketPeer.encode;
import static io.carrick.amqp.interop.SocketPeer.expectError;
import static io.carrick.amqp.interop.SocketPeer.receiver;
import static io.carrick.amqp.interop.SocketPeer.sender;
import static io.carrick.amqp.interop.SocketPeer.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.Management;
import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.TransferFrame;
import io.carrick.broker.ClientInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests and answers of nodes that answer, frame by frame, before a management that is told what to answer. */
@Timeout(60)
class ManagementLinkTest {
    private static final int REQUESTS = 51;
    private static final int REPLIES = 52;

    @TempDir
    Path data;

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private RunningBroker broker;
    private SocketPeer peer;
    private int nextId;

    /** A request that waits for its answer. */
    private record Asked(ClientInfo caller, Management.Request request, CompletableFuture<Management.Answer> answer) {}

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT, this::ask);
        peer = SocketPeer.begun(broker.port(), "manager");
    }

    private CompletionStage<Management.Answer> ask(ClientInfo caller, Management.Request request) {
        Asked question = new Asked(caller, request, new CompletableFuture<>());
        asked.add(question);
        return question.answer;
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        broker.close();
    }

    private void attachRepliesTo(String node, String address) throws IOException {
        attachRepliesWithoutCredit(node, address);
        peer.credit(REPLIES, 0, 100, false);
    }

    private void attachRepliesWithoutCredit(String node, String address) throws IOException {
        Attach replies = receiver("replies", REPLIES, node);
        Target target = new Target();
        target.setAddress(address);
        replies.setTarget(target);
        peer.send(replies);
        peer.expect(Attach.class);
    }

    private String attachDynamicReplies() throws IOException {
        Attach replies = receiver("replies", REPLIES, null);
        ((Source) replies.getSource()).setDynamic(true);
        peer.send(replies);
        String address = ((Source) peer.expect(Attach.class).getSource()).getAddress();
        peer.credit(REPLIES, 0, 100, false);
        return address;
    }

    private void request(String replyTo, Object correlation, Map<String, Object> properties, Object body)
            throws IOException {
        Properties head = new Properties();
        head.setReplyTo(replyTo);
        head.setMessageId(correlation);
        peer.transfer(
                new TransferFrame(REQUESTS, nextId, tag(nextId++), 0, false, false, null, null, false, false),
                encode(head, new ApplicationProperties(properties), new AmqpValue(body)));
    }

    @Test
    void shouldRefuseARequestAsPartOfATransaction() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        attachRepliesTo("$management", "my-answers");
        Properties head = new Properties();
        head.setReplyTo("my-answers");
        TransactionalState state = new TransactionalState();
        state.setTxnId(new Binary(new byte[8]));
        peer.transfer(
                new TransferFrame(REQUESTS, 0, tag(0), 0, false, false, null, state, false, false),
                encode(head, new AmqpValue(Map.of())));

        DeliveryState outcome = peer.expect(DispositionFrame.class).state();

        assertThat((Object) ((Rejected) outcome).getError().getCondition()).isEqualTo(AmqpError.NOT_ALLOWED);
        assertThat(asked).isEmpty();
    }

    private Asked nextAsked() throws InterruptedException {
        Asked next = asked.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a request").isNotNull();
        return next;
    }

    private ControlMessage answer() throws Exception {
        peer.expect(TransferFrame.class);
        return ControlMessage.read(peer.payload());
    }

    private void expectAccepted() throws IOException {
        assertThat(peer.expect(DispositionFrame.class).state()).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldAnswerOverALinkFromTheNode() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        attachRepliesTo("$management", "my-answers");
        request("my-answers", "1", Map.of("operation", "READ", "type", Symbol.valueOf("t")), Map.of("k", 1));
        expectAccepted();

        Asked question = nextAsked();
        assertThat(question.caller.containerId()).isEqualTo("manager");
        assertThat(question.caller.remoteAddress()).contains("127.0.0.1");
        assertThat(question.request.properties()).isEqualTo(Map.of("operation", "READ", "type", "t"));
        assertThat(question.request.body()).isEqualTo(Map.of("k", 1));
        Map<String, Object> body = new HashMap<>(Map.of("a", List.of(1, "x", true, 5L)));
        body.put("nothing", null);
        question.answer.complete(new Management.Answer(200, "OK", body));

        ControlMessage answer = answer();
        assertThat(answer.properties().getCorrelationId()).isEqualTo("1");
        assertThat(answer.properties().getTo()).isEqualTo("my-answers");
        assertThat(answer.applicationProperties()).isEqualTo(Map.of("statusCode", 200, "statusDescription", "OK"));
        assertThat(answer.value()).isEqualTo(body);
    }

    @Test
    void shouldAnswerAtADynamicNodeOfTheConnectionInAnyOrder() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        String replyTo = attachDynamicReplies();
        request(replyTo, "1", Map.of("operation", "a"), null);
        expectAccepted();
        request(replyTo, "2", Map.of("operation", "b"), null);
        expectAccepted();
        Asked first = nextAsked();
        Asked second = nextAsked();

        second.answer.complete(new Management.Answer(404, "none", null));
        ControlMessage early = answer();
        first.answer.complete(new Management.Answer(200, "OK", "late"));

        assertThat(early.properties().getCorrelationId()).isEqualTo("2");
        assertThat(early.applicationProperties()).isEqualTo(Map.of("statusCode", 404, "statusDescription", "none"));
        assertThat(early.value()).isNull();
        ControlMessage late = answer();
        assertThat(late.properties().getCorrelationId()).isEqualTo("1");
        assertThat(late.value()).isEqualTo("late");
    }

    @Test
    void shouldAnswerRequestsToOtherNodesAtADynamicNodeToo() throws Exception {
        peer.attachSender("requests", REQUESTS, "$xa");
        String replyTo = attachDynamicReplies();
        Properties head = new Properties();
        head.setReplyTo(replyTo);
        head.setCorrelationId("c");
        head.setSubject("recover");
        peer.transfer(REQUESTS, nextId++, null, encode(head, new AmqpValue(Map.of())));
        expectAccepted();

        ControlMessage answer = answer();
        assertThat(answer.properties().getCorrelationId()).isEqualTo("c");
        assertThat(answer.value()).isEqualTo(List.of());
    }

    private void expectRejected() throws IOException {
        Rejected rejected = (Rejected) peer.expect(DispositionFrame.class).state();
        expectError(rejected.getError(), AmqpError.PRECONDITION_FAILED);
    }

    @Test
    void shouldRejectARequestThatCannotBeAnswered() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        request("elsewhere", "1", Map.of("operation", "a"), null);
        expectRejected();
        request(null, "1", Map.of("operation", "a"), null);
        expectRejected();
        try (SocketPeer other = SocketPeer.begun(broker.port(), "other")) {
            Attach replies = receiver("replies", 0, null);
            ((Source) replies.getSource()).setDynamic(true);
            other.send(replies);
            request(((Source) other.expect(Attach.class).getSource()).getAddress(), "1", Map.of(), null);
            expectRejected();
        }
        attachRepliesTo("$xa", "xa-answers");
        request("xa-answers", "1", Map.of(), null);
        expectRejected();
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldForgetTheAnswerForAReceiverThatHasGone() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        String replyTo = attachDynamicReplies();
        request(replyTo, "1", Map.of("operation", "a"), null);
        expectAccepted();
        Asked question = nextAsked();
        peer.send(SocketPeer.detach(REPLIES, true));
        peer.expect(Detach.class);

        question.answer.complete(new Management.Answer(200, "OK", null));

        request(replyTo, "2", Map.of(), null);
        expectRejected();
        // The address of a dynamic node that has ended must not become a queue by an answer.
        peer.send(sender("probe", 1, replyTo));
        assertThat(((Target) peer.expect(Attach.class).getTarget())).isNull();
    }

    @Test
    void shouldEndALinkOverWhichTooMuchIsSent() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        String replyTo = attachDynamicReplies();
        request(replyTo, "1", Map.of("operation", "x".repeat(Management.REQUEST_BYTES_MAX)), null);
        peer.expectDetach(LinkError.MESSAGE_SIZE_EXCEEDED);
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldRejectRequestsWhenTooManyBytesOfAnswersAreNotRead() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        attachRepliesWithoutCredit("$management", "answers");
        String large = "x".repeat(100_000);
        DeliveryState outcome = null;
        for (int i = 0; i < 50 && !(outcome instanceof Rejected); i++) {
            request("answers", String.valueOf(i), Map.of("operation", "a"), null);
            outcome = peer.expect(DispositionFrame.class).state();
            if (outcome instanceof Accepted) {
                nextAsked().answer.complete(new Management.Answer(501, large, null));
            }
        }
        assertThat(outcome).isInstanceOf(Rejected.class);
        expectError(((Rejected) outcome).getError(), AmqpError.RESOURCE_LIMIT_EXCEEDED);
    }

    @Test
    void shouldGrantNoCreditForMoreThanItHasAnswered() throws Exception {
        peer.attachSender("requests", REQUESTS, "$management");
        attachRepliesTo("$management", "answers");
        for (int i = 0; i < 100; i++) {
            request("answers", String.valueOf(i), Map.of("operation", "a"), null);
            expectAccepted();
        }
        for (int i = 0; i < 50; i++) {
            nextAsked().answer.complete(new Management.Answer(200, "OK", null));
            answer();
        }
        FlowFrame more = peer.expect(FlowFrame.class);
        assertThat(more.linkCredit()).isEqualTo(50);
    }
}
