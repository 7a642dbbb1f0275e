package io.carrick.amqp.link;

import io.carrick.amqp.Management;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.message.ErrorConditions;
import java.util.Set;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;

/** Finds out what a client attaches. */
final class Attachments {
    private Attachments() {}

    static void attach(LinkContext context, ReceivingLink link, Set<ProducerLink> throttled) {
        Object target = link.remoteAttach().getTarget();
        if (target instanceof Coordinator) {
            new CoordinatorLink(context, link).attach();
        } else if (target instanceof Target terminus && XaNode.ADDRESS.equals(terminus.getAddress())) {
            new RequestLink(context, link, new XaRequests(context)).attach(terminus);
        } else if (target instanceof Target terminus && Management.NODE.equals(terminus.getAddress())) {
            new RequestLink(context, link, new ManagementRequests(context)).attach(terminus);
        } else if (target instanceof Target terminus) {
            ProducerLink producer = new ProducerLink(context, link, terminus, throttled);
            link.handler(producer);
            context.claims().claim(context.key(link), producer, producer::open);
        } else {
            link.handler(new DetachedReceiver(link));
            link.refuse(Errors.of(ErrorConditions.INVALID_FIELD, "the attach of a sender needs a target"));
        }
    }

    static void attach(LinkContext context, SendingLink link) {
        if (link.remoteAttach().getSource() instanceof Source terminus && answers(terminus.getAddress())) {
            new ReplyLink(context, link, terminus.getAddress()).attach(terminus);
        } else if (link.remoteAttach().getSource() instanceof Source terminus) {
            String checked = checkedGroup(context, terminus);
            if (checked != null) {
                HalfCheckLink checker = new HalfCheckLink(context, link, terminus, checked);
                link.handler(checker);
                context.claims().claim(context.key(link), checker, checker::open);
                return;
            }
            ConsumerLink consumer = new ConsumerLink(context, link, terminus);
            link.handler(consumer);
            context.claims().claim(context.key(link), consumer, consumer::open);
        } else {
            new SubscriptionLink(context, link).attach();
        }
    }

    /** Whether a node of that address answers requests. */
    private static boolean answers(String address) {
        return XaNode.ADDRESS.equals(address) || Management.NODE.equals(address);
    }

    /** The producer group that the source asks for half messages of; null if it is another source. */
    private static String checkedGroup(LinkContext context, Source source) {
        if (source.getDynamic()
                || source.getAddress() == null
                || !source.getAddress().contains("$")) {
            return null;
        }
        try {
            String address = context.addresses().resolve(source.getAddress()).name();
            return HalfNodes.isCheck(address) ? HalfNodes.group(address) : null;
        } catch (IllegalArgumentException e) {
            // It names nothing, and the consumer's link says so.
            return null;
        }
    }
}
