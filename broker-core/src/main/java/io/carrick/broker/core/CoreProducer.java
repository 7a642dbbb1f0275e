package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.Destination;
import io.carrick.broker.HalfTerms;
import io.carrick.broker.Message;
import io.carrick.broker.Permission;
import io.carrick.broker.Producer;
import io.carrick.broker.Reply;
import io.carrick.broker.SendEvents;
import io.carrick.broker.Transaction;
import io.carrick.broker.record.MessageBody;
import io.carrick.broker.state.Address;

/** A sending client. */
final class CoreProducer implements Producer {
    private final CoreConnection connection;
    private final Address address;

    /** @param address the fixed target, null for an anonymous producer */
    CoreProducer(CoreConnection connection, Address address) {
        this.connection = connection;
        this.address = address;
    }

    Address address() {
        return address;
    }

    @Override
    public Destination destination() {
        return address == null ? null : address.destination();
    }

    @Override
    public long messageSizeMax() {
        return address == null ? 0 : address.settings().messageSizeMax();
    }

    @Override
    public void send(Destination to, Message message, Transaction transaction, SendEvents events) {
        TransactionWork work = transaction == null ? null : ((CoreConnection.CoreTransaction) transaction).work();
        StagedLargeBody large = (StagedLargeBody) message.largeBody();
        try {
            if (address == null && to == null) {
                throw new IllegalArgumentException("A message to no fixed address must name one");
            }
            MessageBody body = new MessageBody(published(message), large == null ? 0 : large.id());
            connection.shard().execute(new Send(to, body, large, work, null, events));
        } catch (IllegalArgumentException e) {
            if (events != null) {
                events.rejected(new BrokerError(Code.INVALID_FIELD, e.getMessage()));
            }
        }
    }

    @Override
    public void prepare(Destination to, Message message, HalfTerms terms, SendEvents events) {
        BrokerError refusal = HalfNames.refusal(terms.group(), terms.id());
        if (refusal != null) {
            if (message.largeBody() != null) {
                message.largeBody().discard();
            }
            events.rejected(refusal);
            return;
        }
        Message half = published(message).toBuilder()
                .attributes(message.attributes().withHalf(terms.id(), terms.group()))
                .build();
        StagedLargeBody large = (StagedLargeBody) message.largeBody();
        MessageBody body = new MessageBody(half, large == null ? 0 : large.id());
        Half preparation = new Half(terms, HalfPrepares.identity(message, terms));
        connection.shard().execute(new Send(to, body, large, null, preparation, events));
    }

    private record Half(HalfTerms terms, long identity) {}

    private Message published(Message message) {
        String container = connection.client().containerId();
        return container == null || container.equals(message.publisher())
                ? message
                : message.toBuilder().publisher(container).build();
    }

    @Override
    public void close() {
        connection.shard().execute(() -> connection.closed(this));
    }

    /** One message on its way to the router, and its outcome on its way back. */
    private final class Send implements Runnable, Router.RouteResult {
        private final Destination to;
        private final MessageBody body;
        private final StagedLargeBody large;
        private final TransactionWork work;
        private final Half half;
        private final SendEvents events;

        Send(
                Destination to,
                MessageBody body,
                StagedLargeBody large,
                TransactionWork work,
                Half half,
                SendEvents events) {
            this.to = to;
            this.body = body;
            this.large = large;
            this.work = work;
            this.half = half;
            this.events = events;
        }

        @Override
        public void run() {
            if (connection.isClosed()) {
                return;
            }
            if (large != null && large.isIncomplete()) {
                refused(new BrokerError(Code.RESOURCE_LIMIT_EXCEEDED, "Parts of the message could not be stored"));
            } else if (work != null && work.ended()) {
                refused(work.refusal());
            } else if (address != null) {
                route(address);
            } else {
                resolve();
            }
        }

        private void resolve() {
            if (work == null) {
                connection
                        .shard()
                        .addresses()
                        .resolve(to, connection.client(), Reply.of(this::routePermitted, this::refused));
                return;
            }
            work.routingBegun();
            connection
                    .shard()
                    .addresses()
                    .resolve(
                            to,
                            connection.client(),
                            Reply.of(
                                    target -> {
                                        routePermitted(target);
                                        work.routingDone();
                                    },
                                    error -> {
                                        refused(error);
                                        work.routingDone();
                                    }));
        }

        private void routePermitted(Address target) {
            BrokerError refusal = work != null && work.ended()
                    ? work.refusal()
                    : connection.shard().access().refusal(connection.client().identity(), Permission.SEND, target);
            if (refusal != null) {
                refused(refusal);
            } else {
                route(target);
            }
        }

        private void route(Address target) {
            if (large != null) {
                connection.completed(large);
            }
            if (half == null) {
                connection.shard().router().route(target, body, work, this);
            } else {
                prepare(target);
            }
        }

        private void prepare(Address target) {
            Shard shard = connection.shard();
            BrokerError refusal = shard.access()
                    .refusal(
                            connection.client().identity(),
                            Permission.SEND,
                            HalfNames.resolveAddress(half.terms.group()));
            if (refusal != null) {
                refused(refusal);
                return;
            }
            MessageBody admitted = shard.router().admit(target, body, this);
            if (admitted != null) {
                shard.halfPrepares().prepare(target, admitted, half.terms, half.identity, this);
            }
        }

        @Override
        public void accepted() {
            if (events == null) {
                return;
            }
            if (work == null) {
                connection.outbox().post(events::accepted);
            } else {
                connection.outbox().postDeferred(events::accepted);
            }
        }

        @Override
        public void refused(BrokerError error) {
            if (large != null) {
                large.discard();
            }
            if (work != null && (events == null || !events.heard())) {
                work.rollbackOnly(error);
            }
            if (events != null) {
                connection.outbox().post(() -> events.rejected(error));
            }
        }
    }
}
