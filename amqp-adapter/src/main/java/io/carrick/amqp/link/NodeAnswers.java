package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.amqp.message.MessageDecoder;
import io.carrick.broker.BrokerError;
import io.carrick.broker.Destination;
import io.carrick.broker.Message;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.SendEvents;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends answers to dynamic nodes of a connection, as messages that need not survive. */
final class NodeAnswers implements SendEvents {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAnswers.class);

    private final LinkContext context;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Producer producer;
    private boolean opening;
    private int underWay;

    NodeAnswers(LinkContext context) {
        this.context = context;
    }

    boolean isClogged() {
        return underWay >= AnswerRoute.WAITING_MAX;
    }

    void send(Destination to, ControlMessage message) {
        underWay++;
        waiting.add(() -> sendNow(to, message));
        if (producer != null) {
            pump();
        } else if (!opening) {
            opening = true;
            context.broker().openProducer(null, Reply.of(this::opened, this::refused));
        }
    }

    private void opened(Producer opened) {
        producer = opened;
        pump();
    }

    private void refused(BrokerError error) {
        opening = false;
        waiting.clear();
        underWay = 0;
        LOG.debug("answers not sent container={} error={}", context.containerId(), error.text());
    }

    private void pump() {
        while (!waiting.isEmpty()) {
            waiting.poll().run();
        }
    }

    private void sendNow(Destination to, ControlMessage message) {
        try {
            Message encoded = MessageDecoder.decode(Unpooled.wrappedBuffer(message.encoded()), context.wallMillis())
                    .builder()
                    .publisher(context.containerId())
                    .build();
            producer.send(to, encoded, null, this);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("an answer of the broker's own is malformed", e);
        }
    }

    @Override
    public void accepted() {
        underWay--;
    }

    @Override
    public void rejected(BrokerError error) {
        lost(error);
    }

    @Override
    public void released(BrokerError error) {
        lost(error);
    }

    private void lost(BrokerError error) {
        underWay--;
        LOG.debug("answer not sent container={} error={}", context.containerId(), error.text());
    }
}
