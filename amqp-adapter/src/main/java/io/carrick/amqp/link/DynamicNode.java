package io.carrick.amqp.link;

import io.carrick.amqp.message.AddressResolver;
import io.carrick.broker.BrokerError;
import io.carrick.broker.Destination;
import io.carrick.broker.Lifetime;
import io.carrick.broker.NodeKind;
import io.carrick.broker.Reply;
import io.carrick.broker.TemporaryNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.DeleteOnClose;
import org.apache.qpid.proton.amqp.messaging.DeleteOnNoLinks;
import org.apache.qpid.proton.amqp.messaging.DeleteOnNoLinksOrMessages;
import org.apache.qpid.proton.amqp.messaging.DeleteOnNoMessages;

/** A node that a link created (part 3, sections 3.5.9 to 3.5.13), and what becomes of it with the link. */
final class DynamicNode {
    private static final Symbol LIFETIME_POLICY = Symbol.valueOf("lifetime-policy");
    private static final Symbol SUPPORTED_DIST_MODES = Symbol.valueOf("supported-dist-modes");

    /** A secret of the client's, by which it gets the same name again after it has lost the connection. */
    private static final Symbol KEY = Symbol.valueOf("carrick:temporary-key");

    private static final int KEY_BYTES_MIN = 16;
    private static final int KEY_BYTES_MAX = 64;
    private static final int SUFFIX_BYTES = 16;

    private final LinkContext context;
    private final TemporaryNode node;
    private final Lifetime lifetime;

    private DynamicNode(LinkContext context, TemporaryNode node, Lifetime lifetime) {
        this.context = context;
        this.node = node;
        this.lifetime = lifetime;
    }

    /** Creates the node that a terminus asks for. */
    static void create(LinkContext context, Map<?, ?> nodeProperties, Symbol[] capabilities, Reply<DynamicNode> reply) {
        Lifetime lifetime;
        String suffix;
        try {
            lifetime = lifetime(nodeProperties);
            suffix = nodeProperties == null ? null : suffix(nodeProperties.get(KEY));
        } catch (IllegalArgumentException e) {
            reply.failed(new BrokerError(BrokerError.Code.INVALID_FIELD, e.getMessage()));
            return;
        }
        NodeKind kind = AddressResolver.kindOf(capabilities);
        context.broker()
                .createTemporary(
                        kind == null ? NodeKind.QUEUE : kind,
                        lifetime,
                        suffix,
                        Reply.of(node -> created(new DynamicNode(context, node, lifetime), reply), reply::failed));
    }

    private static void created(DynamicNode node, Reply<DynamicNode> reply) {
        node.context.answers().created(node.node.destination());
        reply.succeeded(node);
    }

    private static Lifetime lifetime(Map<?, ?> properties) {
        if (properties == null) {
            return Lifetime.DELETE_ON_CLOSE;
        }
        Object modes = properties.get(SUPPORTED_DIST_MODES);
        if (modes != null && !(modes instanceof Symbol) && !(modes instanceof Symbol[])) {
            throw new IllegalArgumentException("dynamic node property supported-dist-modes must be of symbols");
        }
        Object policy = properties.get(LIFETIME_POLICY);
        if (policy == null || policy instanceof DeleteOnClose) {
            return Lifetime.DELETE_ON_CLOSE;
        }
        if (policy instanceof DeleteOnNoLinks) {
            return Lifetime.DELETE_ON_NO_LINKS;
        }
        if (policy instanceof DeleteOnNoMessages) {
            return Lifetime.DELETE_ON_NO_MESSAGES;
        }
        if (policy instanceof DeleteOnNoLinksOrMessages) {
            return Lifetime.DELETE_ON_NO_LINKS_OR_MESSAGES;
        }
        throw new IllegalArgumentException("dynamic node property lifetime-policy is none: " + policy);
    }

    /**
     * The name's end for a client that proves by its key that the name is its own: whoever is sent to the node learns
     * the name, but not the key that it is made of.
     */
    private static String suffix(Object key) {
        if (key == null) {
            return null;
        }
        if (!(key instanceof Binary binary)
                || binary.getLength() < KEY_BYTES_MIN
                || binary.getLength() > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("dynamic node property " + KEY + " must be binary of " + KEY_BYTES_MIN
                    + " to " + KEY_BYTES_MAX + " bytes");
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Transactions.id(binary));
            return HexFormat.of().formatHex(hash, 0, SUFFIX_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Destination destination() {
        return node.destination();
    }

    /** The creating link has ended; what becomes of the node is for its lifetime to say. */
    void creatorEnded() {
        context.answers().ended(node.destination());
        node.creatorClosed();
    }

    /** The node properties as they were applied, for the answer to the attach. */
    Map<Symbol, Object> properties() {
        return Map.of(
                LIFETIME_POLICY,
                switch (lifetime) {
                    case DELETE_ON_CLOSE -> DeleteOnClose.getInstance();
                    case DELETE_ON_NO_LINKS -> DeleteOnNoLinks.getInstance();
                    case DELETE_ON_NO_MESSAGES -> DeleteOnNoMessages.getInstance();
                    case DELETE_ON_NO_LINKS_OR_MESSAGES -> DeleteOnNoLinksOrMessages.getInstance();
                });
    }

    /**
     * The creating link ends.
     *
     * @param byClient whether the client closes the link: a node that lives as long as the link is deleted then, and
     *     the client told if that fails because somebody consumes from it
     */
    void linkEnded(boolean byClient, Reply<Void> reply) {
        if (byClient && lifetime == Lifetime.DELETE_ON_CLOSE) {
            context.answers().ended(node.destination());
            node.delete(reply);
        } else {
            creatorEnded();
            reply.succeeded(null);
        }
    }
}
