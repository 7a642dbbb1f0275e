package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.broker.Destination;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a connection may have its requests answered: over its receivers from the node that is asked, by their target
 * addresses, and at the dynamic nodes that it has created.
 */
final class AnswerRoutes {
    private final Map<Key, ReplyLink> links = new HashMap<>();
    private final Map<String, Destination> nodes = new HashMap<>();
    private final NodeAnswers toNodes;

    AnswerRoutes(LinkContext context) {
        toNodes = new NodeAnswers(context);
    }

    private record Key(String node, String address) {}

    void opened(String node, String address, ReplyLink link) {
        links.put(new Key(node, address), link);
    }

    void closed(String node, String address, ReplyLink link) {
        links.remove(new Key(node, address), link);
    }

    void created(Destination dynamicNode) {
        nodes.put(dynamicNode.name(), dynamicNode);
    }

    void ended(Destination dynamicNode) {
        nodes.remove(dynamicNode.name());
    }

    /** The way for answers of a node to an address; null if there is none. */
    AnswerRoute route(String node, String address) {
        ReplyLink link = links.get(new Key(node, address));
        if (link != null) {
            return link;
        }
        return nodes.containsKey(address) ? new ToNode(address) : null;
    }

    private final class ToNode implements AnswerRoute {
        private final String address;

        ToNode(String address) {
            this.address = address;
        }

        @Override
        public boolean isClogged() {
            return toNodes.isClogged();
        }

        @Override
        public void answer(ControlMessage message) {
            Destination destination = nodes.get(address);
            // Nobody can hear it any more where the node has ended meanwhile.
            if (destination != null) {
                toNodes.send(destination, message);
            }
        }
    }
}
