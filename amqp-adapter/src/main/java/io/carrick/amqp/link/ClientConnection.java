package io.carrick.amqp.link;

import io.carrick.amqp.Topology;
import io.carrick.amqp.engine.Connection;
import io.carrick.amqp.engine.ConnectionHandler;
import io.carrick.amqp.engine.OutgoingDelivery;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.message.ErrorConditions;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.BrokerError;
import io.carrick.broker.ClientInfo;
import io.carrick.broker.ConnectionEvents;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;

/** One client of the broker: answers its open and hands on what it attaches and settles. Used on its loop only. */
public final class ClientConnection implements ConnectionHandler, ConnectionEvents {
    private static final Symbol ENFORCEMENT_POLICY = Symbol.valueOf("sole-connection-enforcement-policy");
    private static final Symbol SOLE_CONNECTION_ENFORCEMENT = Symbol.valueOf("sole-connection-enforcement");
    private static final UnsignedInteger CLOSE_EXISTING = UnsignedInteger.ONE;
    private static final Symbol INVALID_FIELD = Symbol.valueOf("invalid-field");
    private static final Symbol CONTAINER_ID = Symbol.valueOf("container-id");

    /** How often a connection looks after itself when nothing is known to be due. */
    private static final long IDLE_CHECK_MILLIS = 4_000;

    private static final long PROBE_MILLIS = 1_000;

    private final BrokerBinding binding;
    private final RemoteClient client;
    private final Executor loop;
    private final StagedBytes staged;
    private final Runnable openAnswered;
    private final OpenReplies replies;
    private final Set<ProducerLink> throttled = new LinkedHashSet<>();
    private Connection connection;
    private Membership membership;
    private LinkContext context;
    private Settlement settlement;
    private boolean closed;

    ClientConnection(
            BrokerBinding binding, RemoteClient client, Executor loop, StagedBytes staged, Runnable openAnswered) {
        this.binding = binding;
        this.client = client;
        this.loop = loop;
        this.staged = staged;
        this.openAnswered = openAnswered;
        replies = new OpenReplies(
                binding.settings(), binding.topology(), binding.broker().id());
    }

    /** To be called before the first byte is given to the engine. */
    public void start(Connection engine) {
        connection = engine;
    }

    /** Ends the connection because the broker stops. */
    public void stop() {
        connection.close(Errors.of(ConnectionError.CONNECTION_FORCED, "the broker is stopping"));
    }

    /**
     * Does what the passing of time asks for.
     *
     * @param nowMillis of the monotonic clock
     * @return milliseconds after which it should be called again
     */
    public long tick(long nowMillis) {
        if (context == null) {
            return IDLE_CHECK_MILLIS;
        }
        throttled.removeIf(ProducerLink::probe);
        long expiry = context.transactions().expire(nowMillis);
        return Math.min(throttled.isEmpty() ? IDLE_CHECK_MILLIS : PROBE_MILLIS, expiry);
    }

    @Override
    public void opened(Open open) {
        if (client.identity() == null) {
            refuse(Errors.of(ErrorConditions.UNAUTHORIZED_ACCESS, "a SASL layer is required"));
            return;
        }
        Set<String> hosts = binding.settings().virtualHosts();
        if (!hosts.isEmpty() && open.getHostname() != null && !hosts.contains(open.getHostname())) {
            refuse(Errors.of(ErrorConditions.NOT_FOUND, "there is no virtual host '" + open.getHostname() + "'"));
            return;
        }
        ClientInfo info = new ClientInfo(
                open.getContainerId(),
                client.identity(),
                client.remoteAddress(),
                client.listener(),
                client.autoCreate());
        Optional<Topology.Node> elsewhere = binding.topology().redirect(info);
        if (elsewhere.isPresent()) {
            refuse(OpenReplies.redirect(elsewhere.get()));
            return;
        }
        membership = new Membership(info, open);
        binding.soleConnections().enter(info.containerId(), membership);
    }

    private void refuse(ErrorCondition error) {
        connection.refuse(replies.refusal(), error);
        openAnswered.run();
    }

    private void welcome(ClientInfo info, boolean sole) {
        if (closed) {
            return;
        }
        BrokerConnection broker = binding.broker().connect(info, this, loop);
        context = new LinkContext(binding, broker, info, loop, staged);
        settlement = new Settlement(context);
        connection.open(replies.welcome(sole));
        openAnswered.run();
    }

    @Override
    public void attached(ReceivingLink link) {
        Attachments.attach(context, link, throttled);
    }

    @Override
    public void attached(SendingLink link) {
        Attachments.attach(context, link);
    }

    @Override
    public void disposition(List<OutgoingDelivery> deliveries, DeliveryState state, boolean settled) {
        settlement.dispose(deliveries, state, settled);
    }

    @Override
    public void closed() {
        closed = true;
        if (context != null) {
            context.transactions().close();
            context.broker().close();
        }
        if (membership != null) {
            binding.soleConnections().leave(membership.info.containerId(), membership);
        }
    }

    @Override
    public void closeRequested(BrokerError reason) {
        connection.close(Errors.of(reason));
    }

    @Override
    public int sessions() {
        return connection.sessions();
    }

    /** This connection as one of its container's. */
    private final class Membership implements SoleConnections.Member {
        private final ClientInfo info;
        private final boolean sole;
        private final boolean closesExisting;

        Membership(ClientInfo info, Open open) {
            this.info = info;
            sole = Capabilities.has(Capabilities.SOLE_CONNECTION, open.getDesiredCapabilities());
            Map<?, ?> properties = open.getProperties();
            closesExisting = sole && properties != null && CLOSE_EXISTING.equals(properties.get(ENFORCEMENT_POLICY));
        }

        @Override
        public boolean sole() {
            return sole;
        }

        @Override
        public boolean closesExisting() {
            return closesExisting;
        }

        @Override
        public void granted() {
            loop.execute(() -> welcome(info, sole));
        }

        @Override
        public void refused() {
            refuse(Errors.of(
                    ErrorConditions.INVALID_FIELD,
                    "container '" + info.containerId() + "' has another connection",
                    Map.of(INVALID_FIELD, CONTAINER_ID)));
        }

        @Override
        public void displaced() {
            loop.execute(() -> connection.close(Errors.of(
                    ErrorConditions.RESOURCE_LOCKED,
                    "a newer connection of container '" + info.containerId() + "' asked to be the only one",
                    Map.of(SOLE_CONNECTION_ENFORCEMENT, true))));
        }
    }
}
