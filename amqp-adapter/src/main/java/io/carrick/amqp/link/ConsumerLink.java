package io.carrick.amqp.link;

import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.amqp.message.SubscriptionNames;
import io.carrick.broker.BrokerError;
import io.carrick.broker.Consumer;
import io.carrick.broker.ConsumerEvents;
import io.carrick.broker.ConsumerRequest;
import io.carrick.broker.Delivery;
import io.carrick.broker.Destination;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.Message;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Outcome;
import io.carrick.broker.Reply;
import io.carrick.broker.SubscriptionKey;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;

/** A link over which a client receives messages. */
final class ConsumerLink implements SendingLinkHandler, ConsumerEvents, LinkClaims.Holder {
    private final LinkContext context;
    private final SendingLink link;
    private final SourceTerminus terminus;
    private final LinkClaims.Key key;
    private final boolean presettled;
    private final UnsettledDeliveries unsettled;
    /** Dispatched by the broker, not sent yet. */
    private final ArrayDeque<Delivery> pending = new ArrayDeque<>();

    private Delivery settledWhenSent;
    private Consumer consumer;
    private DynamicNode node;
    private SourceFilters filters;
    private boolean gone;
    private long dispatched;
    private long limit;
    private boolean draining;
    private boolean drained;

    ConsumerLink(LinkContext context, SendingLink link, Source source) {
        this.context = context;
        this.link = link;
        terminus = new SourceTerminus(source);
        key = context.key(link);
        presettled = link.remoteAttach().getSndSettleMode() == SenderSettleMode.SETTLED;
        unsettled = new UnsettledDeliveries(link, terminus.durable());
    }

    /** Opens what the source names and answers the attach. */
    void open() {
        if (gone) {
            return;
        }
        try {
            filters = SourceFilters.read(terminus.source());
        } catch (InvalidFilterException e) {
            refuse(new BrokerError(BrokerError.Code.INVALID_FIELD, e.getMessage()));
            return;
        }
        Source source = terminus.source();
        if (source.getDynamic()) {
            DynamicNode.create(
                    context,
                    source.getDynamicNodeProperties(),
                    source.getCapabilities(),
                    Reply.of(this::created, this::refuse));
        } else if (source.getAddress() == null) {
            refuse(new BrokerError(BrokerError.Code.INVALID_FIELD, "the source has no address"));
        } else {
            openNamed(source);
        }
    }

    private void openNamed(Source source) {
        Destination destination;
        try {
            destination = context.addresses().resolve(source.getAddress(), source.getCapabilities());
        } catch (IllegalArgumentException e) {
            refuse(new BrokerError(BrokerError.Code.INVALID_FIELD, e.getMessage()));
            return;
        }
        if (terminus.shared() && terminus.exclusive()) {
            refuse(new BrokerError(
                    BrokerError.Code.INVALID_FIELD, "a subscription cannot be both shared and exclusive"));
            return;
        }
        openConsumer(destination, terminus.browses(destination));
    }

    private void created(DynamicNode created) {
        node = created;
        if (gone) {
            created.creatorEnded();
        } else {
            openConsumer(created.destination(), false);
        }
    }

    private void openConsumer(Destination destination, boolean browse) {
        boolean maybeTopic = destination.kind() != NodeKind.QUEUE;
        SubscriptionKey subscription = maybeTopic && (terminus.durable() || terminus.shared())
                ? SubscriptionNames.keyOf(
                        link.name(), context.containerId(), terminus.durable(), terminus.capabilities())
                : null;
        ConsumerRequest request = new ConsumerRequest(
                destination,
                link.name(),
                subscription,
                terminus.durable(),
                filters.spec(),
                filters.noLocal(),
                browse,
                terminus.exclusive());
        context.broker().openConsumer(request, this, Reply.of(this::opened, error -> {
            if (browse && destination.kind() == null && error.code() == BrokerError.Code.NOT_ALLOWED) {
                // "copy" means to browse on queues only, and this is a topic after all.
                openConsumer(new Destination(destination.name(), NodeKind.TOPIC), false);
            } else {
                refuse(error);
            }
        }));
    }

    private void refuse(BrokerError error) {
        gone = true;
        context.claims().release(key, this);
        link.refuse(Errors.of(error));
    }

    private void opened(Consumer opened) {
        consumer = opened;
        if (gone) {
            consumer.close(Consumer.Close.DETACH, null);
            return;
        }
        Attach reply = new Attach();
        reply.setSource(terminus.applied(consumer, filters, node));
        reply.setTarget(link.remoteAttach().getTarget());
        unsettled.resume(context.termini().resume(key, UnsettledDeliveries.class), reply);
        link.attach(reply);
    }

    /** What settles a delivery that the client settles without an outcome. */
    Object defaultOutcome() {
        return terminus.source().getDefaultOutcome();
    }

    @Override
    public void flow() {
        if (gone) {
            return;
        }
        returnSurplus();
        draining = link.drain();
        drained = false;
        askForDeliveries();
    }

    private void askForDeliveries() {
        limit = dispatched - pending.size() + link.credit();
        consumer.credit(limit, draining);
    }

    /** The client lowered its credit below what was on the way to it: the newest deliveries go back to their places. */
    private void returnSurplus() {
        List<Delivery> surplus = new ArrayList<>();
        while (pending.size() > link.credit()) {
            surplus.add(pending.pollLast());
        }
        if (!surplus.isEmpty()) {
            context.broker().settle(surplus, Outcome.RELEASED, null);
        }
    }

    @Override
    public void deliver(Delivery delivery) {
        if (gone) {
            return;
        }
        dispatched++;
        pending.add(delivery);
        sendPending();
        returnSurplus();
    }

    @Override
    public void sendable() {
        settleSent();
        sendPending();
        answerDrain();
    }

    private void sendPending() {
        while (!pending.isEmpty() && link.ready() && !gone) {
            send(pending.poll());
        }
    }

    private void send(Delivery delivery) {
        Message message;
        try {
            message = delivery.message();
        } catch (UncheckedIOException e) {
            setAside(delivery, e);
            return;
        }
        UnsettledDeliveries.Resumption resumed = unsettled.resumption(delivery);
        byte[] tag = resumed == null ? unsettled.nextTag() : resumed.tag();
        Outcome known = resumed == null ? null : DeliveryStates.outcome(resumed.state(), context.wallMillis());
        boolean settle = presettled || known != null;
        OutgoingDelivery sent = link.send(
                tag,
                settle,
                0,
                resumed != null,
                known == null ? null : UnsettledDeliveries.plain(resumed.state()),
                known == null
                        ? new MessagePayload(delivery, message, context.wallMillis())
                        : UnsettledDeliveries.NOTHING,
                delivery);
        if (sent.failed()) {
            return;
        }
        if (!settle) {
            unsettled.sent(sent, delivery);
        } else if (link.sending()) {
            settledWhenSent = delivery;
        } else {
            context.broker().settle(List.of(delivery), known == null ? Outcome.ACCEPTED : known, null);
        }
    }

    /** A large message that the client settles unseen is consumed when its last part has been sent. */
    private void settleSent() {
        if (settledWhenSent != null) {
            context.broker().settle(List.of(settledWhenSent), Outcome.ACCEPTED, null);
            settledWhenSent = null;
        }
    }

    @Override
    public void failed(OutgoingDelivery delivery, UncheckedIOException cause) {
        settledWhenSent = null;
        unsettled.settled(delivery);
        setAside((Delivery) delivery.context(), cause);
    }

    /** A message cannot be read: the broker takes it out of the way, and the next one may have its credit. */
    private void setAside(Delivery delivery, UncheckedIOException cause) {
        context.broker().unreadable(delivery, cause);
        if (!gone) {
            askForDeliveries();
        }
    }

    /** The client or the broker has settled a delivery. */
    void settled(OutgoingDelivery delivery) {
        unsettled.settled(delivery);
    }

    @Override
    public void drained(long upTo) {
        if (gone) {
            return;
        }
        dispatched = Math.max(dispatched, upTo);
        if (upTo == limit && draining) {
            drained = true;
            answerDrain();
        } else {
            askForDeliveries();
        }
    }

    private void answerDrain() {
        if (drained && pending.isEmpty() && !link.sending()) {
            drained = false;
            draining = false;
            link.drained();
        }
    }

    @Override
    public void closed(BrokerError reason) {
        if (!gone) {
            leave();
            link.detach(true, Errors.of(reason));
            endNode();
        }
    }

    /** Ends the link from this side. */
    void end(ErrorCondition error) {
        if (!gone) {
            leave();
            link.detach(true, error);
            closeConsumer(Consumer.Close.DETACH, null);
            endNode();
        }
    }

    private void leave() {
        gone = true;
        pending.clear();
        context.claims().release(key, this);
    }

    private void closeConsumer(Consumer.Close how, Reply<Void> reply) {
        if (consumer != null) {
            consumer.close(how, reply);
        } else if (reply != null) {
            reply.succeeded(null);
        }
    }

    private void endNode() {
        if (node != null) {
            node.creatorEnded();
        }
    }

    @Override
    public void detached(boolean closed) {
        if (gone) {
            link.detach(closed, null);
            return;
        }
        leave();
        if (!closed && unsettled.worthKeeping()) {
            context.termini().suspend(key, unsettled);
        }
        closeConsumer(
                closeKind(closed),
                Reply.of(done -> link.detach(closed, null), error -> link.detach(true, Errors.of(error))));
        endNode();
    }

    private Consumer.Close closeKind(boolean closed) {
        if (link.session().connection().vanished()) {
            return Consumer.Close.LOST;
        }
        return closed && terminus.durable() ? Consumer.Close.UNSUBSCRIBE : Consumer.Close.DETACH;
    }

    @Override
    public Executor loop() {
        return context.loop();
    }

    @Override
    public void stolen(Runnable released) {
        if (gone) {
            released.run();
            return;
        }
        leave();
        link.detach(true, Errors.of(LinkError.STOLEN, "the link was attached elsewhere"));
        closeConsumer(Consumer.Close.DETACH, Reply.of(done -> released.run(), error -> released.run()));
        endNode();
    }
}
