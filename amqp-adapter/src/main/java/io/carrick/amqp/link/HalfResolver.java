package io.carrick.amqp.link;

import io.carrick.amqp.message.EncodedMessage;
import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Destination;
import io.carrick.broker.HalfAnswer;
import io.carrick.broker.HalfMessages;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.SendEvents;
import io.carrick.broker.Transaction;

/** The node {@code $half}: each message to it is a decision about the half message that its correlation-id names. */
final class HalfResolver implements Producer {
    private static final long MESSAGE_BYTES_MAX = 64 << 10;
    private static final SendEvents UNHEARD = new SendEvents() {
        @Override
        public boolean heard() {
            return false;
        }

        @Override
        public void accepted() {
            // The client does not want to know.
        }

        @Override
        public void rejected(BrokerError error) {
            // The client does not want to know.
        }

        @Override
        public void released(BrokerError error) {
            // The client does not want to know.
        }
    };

    private final Destination destination;
    private final HalfMessages halves;
    private final String group;

    /** @param group for messages that name none; may be null */
    HalfResolver(Destination destination, HalfMessages halves, String group) {
        this.destination = new Destination(destination.name(), NodeKind.QUEUE);
        this.halves = halves;
        this.group = group;
    }

    @Override
    public Destination destination() {
        return destination;
    }

    @Override
    public long messageSizeMax() {
        return MESSAGE_BYTES_MAX;
    }

    @Override
    public void send(Destination to, Message message, Transaction transaction, SendEvents listener) {
        SendEvents events = listener == null ? UNHEARD : listener;
        if (message.largeBody() != null) {
            message.largeBody().discard();
            events.rejected(new BrokerError(Code.MESSAGE_SIZE_EXCEEDED, "A decision has no large body"));
            return;
        }
        EncodedMessage contents = EncodedMessage.of(message);
        HalfAnswer answer = answer(contents.subject());
        String id = contents.correlationId();
        if (answer == null || id == null) {
            events.rejected(new BrokerError(
                    Code.INVALID_FIELD,
                    "A message to " + destination.name() + " must have subject commit, rollback or unknown, not "
                            + contents.subject() + ", and the half id as correlation-id, not " + id));
            return;
        }
        halves.resolve(
                group(contents),
                id,
                answer,
                transaction,
                events.heard(),
                Reply.of(done -> events.accepted(), events::rejected));
    }

    private String group(EncodedMessage contents) {
        Object named = contents.annotation(HalfNodes.GROUP);
        if (named == null) {
            named = contents.applicationProperty(HalfNodes.GROUP_PROPERTY);
        }
        return named instanceof String text ? text : group;
    }

    private static HalfAnswer answer(String subject) {
        if (subject == null) {
            return null;
        }
        return switch (subject) {
            case "commit" -> HalfAnswer.COMMIT;
            case "rollback" -> HalfAnswer.ROLLBACK;
            case "unknown" -> HalfAnswer.UNKNOWN;
            default -> null;
        };
    }

    @Override
    public void prepare(Destination to, Message message, HalfTerms terms, SendEvents events) {
        throw new IllegalStateException("a decision is no half message");
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
