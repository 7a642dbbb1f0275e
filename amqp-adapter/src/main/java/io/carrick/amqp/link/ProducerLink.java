package io.carrick.amqp.link;

import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.PartialMessage;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.carrick.amqp.message.ErrorConditions;
import io.carrick.amqp.message.HalfAnnotations;
import io.carrick.amqp.message.IncomingMessage;
import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.amqp.message.MessageDecoder;
import io.carrick.broker.BrokerError;
import io.carrick.broker.Destination;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Message;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.transactions.LocalTransaction;
import io.carrick.transactions.TransactionException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.LinkError;

/** A link over which a client sends messages to a queue or topic, or to wherever each message says. */
final class ProducerLink implements ReceivingLinkHandler, LinkClaims.Holder {
    private static final Symbol DELIVERY_TAG = Symbol.valueOf("delivery-tag");
    private static final int PROBE_CREDIT = 1;

    private final LinkContext context;
    private final ReceivingLink link;
    private final Target target;
    private final Set<ProducerLink> throttled;
    private final LinkClaims.Key key;
    private final UnsettledSends unsettled;
    private Producer producer;
    private DynamicNode node;
    private boolean gone;
    private int inFlight;
    private PartialMessage partial;
    private LargeMessage large;

    ProducerLink(LinkContext context, ReceivingLink link, Target target, Set<ProducerLink> throttled) {
        this.context = context;
        this.link = link;
        this.target = target;
        this.throttled = throttled;
        key = context.key(link);
        unsettled = new UnsettledSends(link, target);
    }

    /** Opens what the target names and answers the attach. */
    void open() {
        if (gone) {
            return;
        }
        if (target.getDynamic()) {
            DynamicNode.create(
                    context,
                    target.getDynamicNodeProperties(),
                    target.getCapabilities(),
                    Reply.of(this::created, this::refuse));
        } else if (target.getAddress() == null) {
            openProducer(null);
        } else {
            openFixed();
        }
    }

    private void openFixed() {
        Destination destination;
        try {
            destination = context.addresses().resolve(target.getAddress(), target.getCapabilities());
        } catch (IllegalArgumentException e) {
            refuse(new BrokerError(BrokerError.Code.INVALID_FIELD, e.getMessage()));
            return;
        }
        if (HalfNodes.isResolve(destination.name())) {
            opened(resolver(destination));
        } else {
            openProducer(destination);
        }
    }

    private Producer resolver(Destination destination) {
        return new HalfResolver(destination, context.broker().halfMessages(), HalfNodes.group(link));
    }

    private void created(DynamicNode created) {
        node = created;
        if (gone) {
            created.creatorEnded();
        } else {
            openProducer(created.destination());
        }
    }

    private void openProducer(Destination destination) {
        context.broker().openProducer(destination, Reply.of(this::opened, this::refuse));
    }

    private void refuse(BrokerError error) {
        gone = true;
        context.claims().release(key, this);
        link.refuse(Errors.of(error));
    }

    private void opened(Producer opened) {
        producer = opened;
        if (gone) {
            producer.close();
            return;
        }
        Attach reply = new Attach();
        reply.setSource(link.remoteAttach().getSource());
        reply.setTarget(appliedTarget());
        if (producer.messageSizeMax() > 0) {
            reply.setMaxMessageSize(UnsignedLong.valueOf(producer.messageSizeMax()));
        }
        if (Capabilities.has(Capabilities.DELAYED_DELIVERY, link.desiredCapabilities())) {
            reply.setOfferedCapabilities(Capabilities.DELAYED_DELIVERY);
        }
        unsettled.resume(context.termini().resume(key, UnsettledSends.class), reply);
        link.attach(reply);
        replenish();
    }

    private Target appliedTarget() {
        Target applied = new Target();
        applied.setAddress(target.getAddress());
        applied.setCapabilities(target.getCapabilities());
        applied.setDurable(target.getDurable());
        applied.setExpiryPolicy(target.getExpiryPolicy());
        applied.setTimeout(target.getTimeout());
        if (node != null) {
            applied.setDynamic(true);
            applied.setAddress(node.destination().name());
            applied.setDynamicNodeProperties(node.properties());
        }
        return applied;
    }

    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        if (delivery.resumed() && unsettled.resumes(delivery)) {
            replenish();
            return;
        }
        if (unsettled.resumesOnly() && !delivery.resumed()) {
            end(Errors.of(ErrorConditions.NOT_ALLOWED, "new delivery on a link whose unsettled map is incomplete"));
            return;
        }
        try {
            take(delivery, payload, more);
        } catch (MalformedMessageException e) {
            doom(delivery, e.getMessage());
            end(ErrorConditions.of(e));
        }
    }

    /** A message that does not arrive must not be missing from what its transaction commits. */
    private void doom(IncomingDelivery delivery, String reason) {
        if (delivery.remoteState() instanceof TransactionalState state) {
            try {
                context.transactions()
                        .find(Transactions.id(state.getTxnId()))
                        .rollbackOnly(new BrokerError(BrokerError.Code.TRANSACTION_ROLLBACK, reason));
            } catch (TransactionException e) {
                // There is nothing that could be committed without it.
                return;
            }
        }
    }

    private void take(IncomingDelivery delivery, ByteBuf payload, boolean more) throws MalformedMessageException {
        long size = payload.readableBytes() + (large != null ? large.size() : partial == null ? 0 : partial.length());
        if (producer.messageSizeMax() > 0 && size > producer.messageSizeMax()) {
            String reason = "message of more than " + producer.messageSizeMax() + " bytes";
            doom(delivery, reason);
            end(Errors.of(LinkError.MESSAGE_SIZE_EXCEEDED, reason));
        } else if (large != null || size > context.settings().largeMessageBytes() && (more || partial != null)) {
            takeLarge(delivery, payload, more);
        } else if (more || partial != null) {
            takeSmall(delivery, payload, more);
        } else {
            send(delivery, MessageDecoder.decode(payload, context.wallMillis()));
        }
    }

    private void takeSmall(IncomingDelivery delivery, ByteBuf payload, boolean more) throws MalformedMessageException {
        if (partial == null) {
            partial = new PartialMessage();
        }
        partial.add(payload);
        if (!more) {
            ByteBuf whole = partial.contents();
            partial = null;
            send(delivery, MessageDecoder.decode(whole, context.wallMillis()));
        }
    }

    private void takeLarge(IncomingDelivery delivery, ByteBuf payload, boolean more) throws MalformedMessageException {
        if (large == null) {
            ByteBuf arrived = partial == null ? payload.slice(payload.readerIndex(), 0) : partial.contents();
            partial = null;
            if (arrived.isReadable()) {
                large = new LargeMessage(context, link.session(), arrived, this::fail);
                large.add(payload);
            } else {
                large = new LargeMessage(context, link.session(), payload, this::fail);
            }
        } else {
            large.add(payload);
        }
        if (!more) {
            IncomingMessage whole = large.finish();
            large = null;
            send(delivery, whole);
        }
    }

    private void fail(BrokerError error) {
        end(Errors.of(error));
    }

    private void send(IncomingDelivery delivery, IncomingMessage incoming) {
        LocalTransaction transaction;
        try {
            transaction = delivery.remoteState() instanceof TransactionalState state
                    ? context.transactions().find(Transactions.id(state.getTxnId()))
                    : null;
        } catch (TransactionException e) {
            end(Errors.of(e.error()));
            return;
        }
        PendingSend pending = new PendingSend(this, delivery, transaction);
        inFlight++;
        Destination to = null;
        if (anonymous()) {
            to = destination(incoming);
            if (to == null) {
                pending.rejected(new BrokerError(
                        BrokerError.Code.NOT_FOUND, "the message names no destination: " + incoming.to()));
                return;
            }
        }
        unsettled.add(delivery, pending);
        Message message = incoming.builder().publisher(context.containerId()).build();
        message.decoded(incoming.contents());
        Producer way = to != null && HalfNodes.isResolve(to.name()) ? resolver(to) : producer;
        if (incoming.half() == null || way instanceof HalfResolver) {
            way.send(to, message, transaction == null ? null : transaction.work(), pending);
        } else {
            prepare(to, message, incoming.half(), pending);
        }
        replenish();
    }

    private void prepare(Destination to, Message message, HalfAnnotations half, PendingSend pending) {
        BrokerError refusal = pending.halfRefusal();
        if (refusal != null) {
            if (message.largeBody() != null) {
                message.largeBody().discard();
            }
            boolean unheard = pending.settled();
            pending.rejected(refusal);
            if (unheard) {
                end(Errors.of(refusal));
            }
            return;
        }
        String group = half.group() != null ? half.group() : HalfNodes.group(link);
        producer.prepare(to, message, new HalfTerms(half.id(), group, half.checkAfterMillis(), pending.tag()), pending);
    }

    private Destination destination(IncomingMessage incoming) {
        try {
            return incoming.to() == null ? null : context.addresses().resolve(incoming.to(), incoming.toKind());
        } catch (IllegalArgumentException e) {
            // An address of a scheme alone names nothing: the sender is told so like for an unknown one.
            return null;
        }
    }

    /** A message has its outcome; {@code error} is why it was not taken, null if it was. */
    void sent(BrokerError error) {
        inFlight--;
        if (error != null && error.code() == BrokerError.Code.RESOURCE_LIMIT_EXCEEDED) {
            throttled.add(this);
        } else {
            if (error == null) {
                throttled.remove(this);
            }
            replenish();
        }
    }

    /** Credit covers what the broker has not answered yet; while the broker is full, only probes are let through. */
    private void replenish() {
        int most = context.settings().producerCredit();
        if (!throttled.contains(this) && link.credit() + inFlight <= most / 2) {
            link.grant(most - inFlight);
        }
    }

    /** Lets one message try whether a full broker has room again; true if that is no longer needed. */
    boolean probe() {
        if (gone || !link.attached()) {
            return true;
        }
        if (link.credit() == 0) {
            link.grant(PROBE_CREDIT);
        }
        return false;
    }

    boolean anonymous() {
        return producer.destination() == null;
    }

    /** Whether the client can do with an outcome (part 3, section 3.5.3); all if it names none. */
    boolean sourceTakes(Symbol outcome) {
        return !(link.remoteAttach().getSource() instanceof Source source)
                || source.getOutcomes() == null
                || Arrays.asList(source.getOutcomes()).contains(outcome);
    }

    /** An error for the client; the anonymous terminus adds which delivery it concerns. */
    ErrorCondition describe(BrokerError error, IncomingDelivery delivery) {
        ErrorCondition condition = Errors.of(error);
        if (anonymous() && condition.getInfo() == null) {
            condition.setInfo(Map.of(DELIVERY_TAG, new Binary(delivery.tag())));
        }
        return condition;
    }

    /** Ends the link from this side. */
    void end(ErrorCondition error) {
        if (!gone) {
            leave();
            link.detach(true, error);
            endNode(false, Reply.of(done -> {}, failed -> {}));
        }
    }

    private void leave() {
        gone = true;
        throttled.remove(this);
        context.claims().release(key, this);
        partial = null;
        if (large != null) {
            large.discard();
            large = null;
        }
        if (producer != null) {
            producer.close();
        }
    }

    private void endNode(boolean byClient, Reply<Void> reply) {
        if (node == null) {
            reply.succeeded(null);
        } else {
            node.linkEnded(byClient, reply);
        }
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        partial = null;
        if (large != null) {
            large.discard();
            large = null;
        }
        replenish();
    }

    @Override
    public void detached(boolean closed) {
        if (gone) {
            link.detach(closed, null);
            return;
        }
        leave();
        if (!closed && unsettled.worthKeeping(link.awaitsDetach())) {
            context.termini().suspend(key, unsettled);
        }
        endNode(closed, Reply.of(done -> link.detach(closed, null), error -> link.detach(true, Errors.of(error))));
    }

    @Override
    public Executor loop() {
        return context.loop();
    }

    @Override
    public void stolen(Runnable released) {
        end(Errors.of(LinkError.STOLEN, "the link was attached elsewhere"));
        released.run();
    }
}
