package io.carrick.amqp.link;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.Management;
import io.carrick.amqp.engine.Link;
import io.carrick.amqp.engine.SendingLink;
import io.carrick.amqp.message.AddressResolver;
import io.carrick.broker.BrokerConnection;
import io.carrick.broker.ClientInfo;
import io.carrick.transactions.LocalTransactions;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What the links of one connection work with. */
final class LinkContext {
    private final BrokerBinding binding;
    private final BrokerConnection broker;
    private final ClientInfo client;
    private final Executor loop;
    private final StagedBytes staged;
    private final LocalTransactions transactions;
    private final Enlistments enlistments = new Enlistments();
    private final XaNode xa = new XaNode();
    private final AnswerRoutes answers = new AnswerRoutes(this);

    LinkContext(BrokerBinding binding, BrokerConnection broker, ClientInfo client, Executor loop, StagedBytes staged) {
        this.binding = binding;
        this.broker = broker;
        this.client = client;
        this.loop = loop;
        this.staged = staged;
        transactions = new LocalTransactions(binding.settings().transactions(), broker::beginTransaction);
    }

    BrokerConnection broker() {
        return broker;
    }

    AmqpSettings settings() {
        return binding.settings();
    }

    AddressResolver addresses() {
        return binding.addresses();
    }

    String containerId() {
        return client.containerId();
    }

    Executor loop() {
        return loop;
    }

    StagedBytes staged() {
        return staged;
    }

    LocalTransactions transactions() {
        return transactions;
    }

    Enlistments enlistments() {
        return enlistments;
    }

    XaNode xa() {
        return xa;
    }

    AnswerRoutes answers() {
        return answers;
    }

    ClientInfo client() {
        return client;
    }

    Management management() {
        return binding.management();
    }

    LinkClaims claims() {
        return binding.claims();
    }

    Termini termini() {
        return binding.termini();
    }

    LinkClaims.Key key(Link link) {
        return new LinkClaims.Key(containerId(), link.name(), link instanceof SendingLink);
    }

    /** Milliseconds since the epoch. */
    long wallMillis() {
        return System.currentTimeMillis();
    }

    /** Milliseconds of a monotonic clock. */
    long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
