package io.carrick.amqp.link;

import io.carrick.amqp.codec.AmqpValueReader;
import io.carrick.amqp.codec.GlobalXid;
import io.carrick.amqp.codec.ProtocolException;
import io.carrick.amqp.engine.IncomingDelivery;
import io.carrick.amqp.engine.PartialMessage;
import io.carrick.amqp.engine.ReceivingLink;
import io.carrick.amqp.engine.ReceivingLinkHandler;
import io.carrick.amqp.message.ErrorConditions;
import io.carrick.broker.Reply;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.Start;
import io.carrick.broker.Xid;
import io.carrick.transactions.LocalTransaction;
import io.carrick.transactions.LocalTransactions;
import io.carrick.transactions.TransactionException;
import io.carrick.transactions.TransactionState;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TxnCapability;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * A link to the transaction coordinator (part 4, section 4.2): declares and discharges. When it ends, the transactions
 * that were declared on it and are still open are rolled back.
 */
final class CoordinatorLink implements ReceivingLinkHandler {
    /** A commit may be repeated over a later connection of the container: the answer is the true outcome. */
    private static final Symbol KNOWN_OUTCOMES = Symbol.valueOf("carrick:known-outcomes");

    private static final int CREDIT = 20;
    private static final int MESSAGE_BYTES_MAX = 4096;

    private final LinkContext context;
    private final ReceivingLink link;
    private final List<LocalTransaction> declared = new ArrayList<>();
    private PartialMessage partial;
    private boolean gone;

    CoordinatorLink(LinkContext context, ReceivingLink link) {
        this.context = context;
        this.link = link;
    }

    void attach() {
        link.handler(this);
        Coordinator coordinator = new Coordinator();
        coordinator.setCapabilities(
                TxnCapability.LOCAL_TXN,
                TxnCapability.DISTRIBUTED_TXN,
                TxnCapability.MULTI_TXNS_PER_SSN,
                TxnCapability.MULTI_SSNS_PER_TXN,
                KNOWN_OUTCOMES);
        Attach reply = new Attach();
        reply.setSource(link.remoteAttach().getSource());
        reply.setTarget(coordinator);
        link.attach(reply);
        link.grant(CREDIT);
    }

    @Override
    public void transfer(IncomingDelivery delivery, ByteBuf payload, boolean more) {
        int size = payload.readableBytes() + (partial == null ? 0 : partial.length());
        if (size > MESSAGE_BYTES_MAX) {
            end(Errors.of(ErrorConditions.MESSAGE_SIZE_EXCEEDED, "message too large for a coordinator"));
            return;
        }
        if (more || partial != null) {
            partial = partial == null ? new PartialMessage() : partial;
            partial.add(payload);
            if (more) {
                return;
            }
        }
        ByteBuf whole = partial == null ? payload : partial.contents();
        partial = null;
        try {
            obey(delivery, AmqpValueReader.read(whole));
        } catch (ProtocolException e) {
            end(e.error());
        }
        if (link.credit() < CREDIT / 2) {
            link.grant(CREDIT);
        }
    }

    private void obey(IncomingDelivery delivery, Object request) {
        if (request instanceof Declare declare) {
            declare(delivery, declare);
        } else if (request instanceof Discharge discharge) {
            discharge(delivery, discharge);
        } else {
            end(Errors.of(ErrorConditions.NOT_IMPLEMENTED, "a coordinator takes declare and discharge only"));
        }
    }

    private void declare(IncomingDelivery delivery, Declare declare) {
        if (delivery.settled()) {
            end(Errors.of(ErrorConditions.NOT_ALLOWED, "a declare must not be sent settled"));
            return;
        }
        if (declare.getGlobalId() != null) {
            startBranch(delivery, (GlobalXid) declare.getGlobalId());
            return;
        }
        try {
            declared.removeIf(transaction -> transaction.state() == TransactionState.ENDED);
            LocalTransaction transaction = context.transactions().declare(context.nowMillis());
            declared.add(transaction);
            declared(delivery, transaction);
        } catch (TransactionException e) {
            refuse(delivery, Errors.of(e.error()));
        }
    }

    private static void declared(IncomingDelivery delivery, LocalTransaction transaction) {
        Declared state = new Declared();
        state.setTxnId(new Binary(transaction.id()));
        delivery.settle(state);
    }

    /** Begins work in a branch, which ends over {@code $xa} or with the connection, not with this link. */
    private void startBranch(IncomingDelivery delivery, GlobalXid id) {
        Xid xid;
        Start how;
        try {
            xid = XaRequests.xid(id);
            how = how(id.flags());
        } catch (IllegalArgumentException e) {
            refuse(delivery, XaRequests.invalid(e.getMessage()));
            return;
        }
        long timeout = id.timeoutMillis() > 0
                ? id.timeoutMillis()
                : context.settings().transactions().timeoutMillis();
        context.broker()
                .distributedTransactions()
                .start(
                        xid,
                        how,
                        timeout,
                        Reply.of(
                                association -> begun(delivery, association),
                                error -> refuse(delivery, XaRequests.error(error))));
    }

    private static Start how(int flags) {
        return switch (flags) {
            case GlobalXid.NO_FLAGS -> Start.NEW;
            case GlobalXid.JOIN -> Start.JOIN;
            case GlobalXid.RESUME -> Start.RESUME;
            default -> throw new IllegalArgumentException("flags begin no work: 0x" + Integer.toHexString(flags));
        };
    }

    private void begun(IncomingDelivery delivery, Association association) {
        LocalTransaction transaction = context.transactions().join(association);
        context.xa().begun(transaction, association);
        declared(delivery, transaction);
    }

    private void discharge(IncomingDelivery delivery, Discharge discharge) {
        context.transactions().expire(context.nowMillis());
        byte[] id = Transactions.id(discharge.getTxnId());
        boolean fail = Boolean.TRUE.equals(discharge.getFail());
        LocalTransaction transaction;
        try {
            transaction = context.transactions().find(id);
        } catch (TransactionException e) {
            if (fail) {
                refuse(delivery, Errors.of(e.error()));
            } else {
                tellOutcome(delivery, id);
            }
            return;
        }
        if (transaction.isOfBranch()) {
            refuse(delivery, Errors.of(ErrorConditions.ILLEGAL_STATE, "a branch is ended over " + XaNode.ADDRESS));
            return;
        }
        context.transactions()
                .discharge(transaction, fail, Reply.of(done -> succeeded(delivery, transaction, fail), error -> {
                    context.enlistments().rolledBack(transaction);
                    refuse(delivery, Errors.of(error));
                }));
    }

    /** The client may have lost the answer to its commit, together with the connection. */
    private void tellOutcome(IncomingDelivery delivery, byte[] id) {
        try {
            context.broker()
                    .transactionOutcome(
                            LocalTransactions.number(id),
                            Reply.of(
                                    done -> delivery.settle(Accepted.getInstance()),
                                    error -> refuse(delivery, Errors.of(error))));
        } catch (TransactionException e) {
            refuse(delivery, Errors.of(e.error()));
        }
    }

    private void succeeded(IncomingDelivery delivery, LocalTransaction transaction, boolean fail) {
        if (fail) {
            context.enlistments().rolledBack(transaction);
        } else {
            context.enlistments().committed(transaction);
        }
        delivery.settle(Accepted.getInstance());
    }

    /** Rejects if the client can take that, else detaches (section 4.2.2). */
    private void refuse(IncomingDelivery delivery, ErrorCondition error) {
        if (delivery.settled() || !takesRejected()) {
            end(error);
            return;
        }
        Rejected rejected = new Rejected();
        rejected.setError(error);
        delivery.settle(rejected);
    }

    private boolean takesRejected() {
        return !(link.remoteAttach().getSource() instanceof org.apache.qpid.proton.amqp.messaging.Source source)
                || source.getOutcomes() == null
                || Capabilities.has(Rejected.DESCRIPTOR_SYMBOL, source.getOutcomes());
    }

    private void end(ErrorCondition error) {
        if (!gone) {
            rollBack();
            link.detach(true, error);
        }
    }

    private void rollBack() {
        gone = true;
        declared.forEach(transaction -> {
            if (transaction.state() != TransactionState.COMMITTING) {
                context.enlistments().rolledBack(transaction);
            }
            context.transactions().abandon(transaction);
        });
        declared.clear();
    }

    @Override
    public void aborted(IncomingDelivery delivery) {
        partial = null;
    }

    @Override
    public void detached(boolean closed) {
        if (!gone) {
            rollBack();
        }
        link.detach(closed, null);
    }
}
