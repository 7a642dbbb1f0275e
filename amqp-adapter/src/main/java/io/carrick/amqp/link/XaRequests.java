package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;
import io.carrick.amqp.codec.GlobalXid;
import io.carrick.amqp.message.ErrorConditions;
import io.carrick.broker.BrokerError;
import io.carrick.broker.Reply;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.XaTransactions;
import io.carrick.broker.XaTransactions.Association;
import io.carrick.broker.XaTransactions.End;
import io.carrick.broker.XaTransactions.Vote;
import io.carrick.broker.Xid;
import io.carrick.transactions.LocalTransaction;
import io.carrick.transactions.TransactionException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Understands the requests to {@code $xa}; what they and their answers look like is in docs/xa-over-amqp.md. */
final class XaRequests implements RequestNode {
    private static final String XID = "xid";
    private static final String TXN_ID = "txn-id";
    private static final String FLAGS = "flags";
    private static final String ONE_PHASE = "one-phase";
    private static final int REQUEST_BYTES_MAX = 4096;
    private static final int SUCCESS = 0x04000000;
    private static final int FAIL = 0x20000000;
    private static final int SUSPEND = 0x02000000;
    private static final int XA_OK = 0;
    private static final int XA_RDONLY = 3;

    private final LinkContext context;

    XaRequests(LinkContext context) {
        this.context = context;
    }

    @Override
    public String address() {
        return XaNode.ADDRESS;
    }

    @Override
    public int requestBytesMax() {
        return REQUEST_BYTES_MAX;
    }

    @Override
    public void obey(ControlMessage request, Consumer<Answer> answered) {
        Consumer<Object> answer = value -> answered.accept(Answer.of(value));
        String operation = request.properties().getSubject();
        Map<?, ?> arguments = request.value() instanceof Map<?, ?> map ? map : Map.of();
        try {
            obey(operation == null ? "" : operation, arguments, answer);
        } catch (IllegalArgumentException e) {
            answer.accept(invalid(e.getMessage()));
        } catch (TransactionException e) {
            answer.accept(nota(e.error().text()));
        }
    }

    private void obey(String operation, Map<?, ?> arguments, Consumer<Object> answer) throws TransactionException {
        XaTransactions xa = context.broker().distributedTransactions();
        switch (operation) {
            case "end" -> end(arguments, done(answer));
            case "prepare" -> xa.prepare(xid(arguments), reply(answer, vote -> vote == Vote.OK ? XA_OK : XA_RDONLY));
            case "commit" -> xa.commit(xid(arguments), Boolean.TRUE.equals(arguments.get(ONE_PHASE)), done(answer));
            case "rollback" -> xa.rollback(xid(arguments), done(answer));
            case "forget" -> xa.forget(xid(arguments), done(answer));
            case "status" -> xa.status(xid(arguments), reply(answer, XaState::text));
            case "recover" -> xa.recover(reply(answer, XaRequests::onTheWire));
            default ->
                answer.accept(Errors.of(ErrorConditions.NOT_IMPLEMENTED, "there is no operation '" + operation + "'"));
        }
    }

    private void end(Map<?, ?> arguments, Reply<Void> reply) throws TransactionException {
        End how = how(arguments.get(FLAGS));
        Object id = arguments.get(TXN_ID);
        XaTransactions xa = context.broker().distributedTransactions();
        if (id == null) {
            if (how == End.SUSPEND) {
                throw new IllegalArgumentException("only work that has a " + TXN_ID + " can be suspended");
            }
            xa.endSuspended(xid(arguments), how == End.FAIL, reply);
            return;
        }
        if (!(id instanceof Binary binary)) {
            throw new IllegalArgumentException(TXN_ID + " is not binary: " + id);
        }
        LocalTransaction transaction = context.transactions().find(Transactions.id(binary));
        Association association = context.xa().end(transaction);
        if (association == null) {
            throw new IllegalArgumentException(TXN_ID + " is that of a local transaction");
        }
        context.transactions().leave(transaction);
        xa.end(association, how, reply);
    }

    private static End how(Object flags) {
        if (!(flags instanceof Integer number)) {
            throw new IllegalArgumentException(FLAGS + " is no int: " + flags);
        }
        return switch (number) {
            case SUCCESS -> End.SUCCESS;
            case FAIL -> End.FAIL;
            case SUSPEND -> End.SUSPEND;
            default -> throw new IllegalArgumentException(FLAGS + " ends no work: 0x" + Integer.toHexString(number));
        };
    }

    private static Xid xid(Map<?, ?> arguments) {
        if (arguments.get(XID) instanceof GlobalXid xid) {
            return xid(xid);
        }
        throw new IllegalArgumentException(XID + " is no " + GlobalXid.DESCRIPTOR + ": " + arguments.get(XID));
    }

    /** @throws IllegalArgumentException if it is none */
    static Xid xid(GlobalXid xid) {
        return new Xid(xid.formatId(), GlobalXid.bytes(xid.globalId()), GlobalXid.bytes(xid.qualifier()));
    }

    private static List<GlobalXid> onTheWire(List<Xid> xids) {
        return xids.stream()
                .map(xid -> new GlobalXid(xid.formatId(), xid.globalId(), xid.qualifier()))
                .toList();
    }

    private static Reply<Void> done(Consumer<Object> answer) {
        return Reply.of(done -> answer.accept(null), error -> answer.accept(error(error)));
    }

    private static <T> Reply<T> reply(Consumer<Object> answer, java.util.function.Function<T, Object> value) {
        return Reply.of(result -> answer.accept(value.apply(result)), error -> answer.accept(error(error)));
    }

    /** The error with the name of its XA code as condition, if it has one. */
    static ErrorCondition error(BrokerError error) {
        ErrorCondition condition = Errors.of(error);
        Object name = error.info().get(XaCode.INFO_NAME);
        if (name != null) {
            condition.setCondition(Symbol.valueOf("xa:" + name));
        }
        return condition;
    }

    /** The answer to what cannot be understood. */
    static ErrorCondition invalid(String text) {
        return error(new BrokerError(XaCode.XAER_INVAL.kind(), text, info(XaCode.XAER_INVAL)));
    }

    private static ErrorCondition nota(String text) {
        return error(new BrokerError(XaCode.XAER_NOTA.kind(), text, info(XaCode.XAER_NOTA)));
    }

    private static Map<String, Object> info(XaCode code) {
        return Map.of(XaCode.INFO_NAME, code.name(), XaCode.INFO_CODE, code.number());
    }
}
