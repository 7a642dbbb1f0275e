package io.carrick.amqp.link;

import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.engine.SendingLinkHandler;
import io.carrick.amqp.message.SubscriptionNames;
import io.carrick.broker.BrokerError;
import io.carrick.broker.Reply;
import io.carrick.broker.SubscriptionInfo;
import io.carrick.broker.SubscriptionKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transport.Attach;

/**
 * A receiver without source: it looks a durable subscription up by the link's name, and deletes it if the link is then
 * closed. JMS clients unsubscribe this way.
 */
final class SubscriptionLink implements SendingLinkHandler {
    private final LinkContext context;
    private final SendingLink link;
    private SubscriptionKey found;

    SubscriptionLink(LinkContext context, SendingLink link) {
        this.context = context;
        this.link = link;
    }

    void attach() {
        link.handler(this);
        find(SubscriptionNames.lookup(link.name(), context.containerId(), link.desiredCapabilities())
                .iterator());
    }

    private void find(Iterator<SubscriptionKey> candidates) {
        if (!candidates.hasNext()) {
            link.refuse(Errors.of(new BrokerError(
                    BrokerError.Code.NOT_FOUND, "there is no durable subscription '" + link.name() + "'")));
            return;
        }
        context.broker().findSubscription(candidates.next(), Reply.of(this::found, error -> {
            if (error.code() == BrokerError.Code.NOT_FOUND) {
                find(candidates);
            } else {
                link.refuse(Errors.of(error));
            }
        }));
    }

    private void found(SubscriptionInfo subscription) {
        found = subscription.key();
        Source source = new Source();
        source.setAddress(subscription.topic().name());
        source.setDurable(TerminusDurability.UNSETTLED_STATE);
        source.setExpiryPolicy(TerminusExpiryPolicy.NEVER);
        source.setDistributionMode(SourceTerminus.COPY);
        source.setCapabilities(capabilities(subscription.key()));
        Attach reply = new Attach();
        reply.setSource(source);
        reply.setTarget(link.remoteAttach().getTarget());
        link.attach(reply);
    }

    private static Symbol[] capabilities(SubscriptionKey key) {
        List<Symbol> capabilities = new ArrayList<>(List.of(Capabilities.TOPIC));
        if (key.shared()) {
            capabilities.add(SubscriptionNames.SHARED);
        }
        if (key.scope() == null) {
            capabilities.add(SubscriptionNames.GLOBAL);
        }
        return capabilities.toArray(Symbol[]::new);
    }

    @Override
    public void detached(boolean closed) {
        if (closed && found != null && link.awaitsDetach()) {
            context.broker()
                    .deleteSubscription(
                            found,
                            Reply.of(done -> link.detach(true, null), error -> link.detach(true, Errors.of(error))));
        } else {
            link.detach(closed, null);
        }
    }

    @Override
    public void flow() {
        // Nothing is delivered here.
    }

    @Override
    public void sendable() {
        // Nothing is delivered here.
    }
}
