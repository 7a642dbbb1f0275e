package io.carrick.jms.amqp;

import io.carrick.amqp.codec.GlobalXid;
import io.carrick.jms.wire.WireTransaction;
import io.carrick.jms.wire.XaWire;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The distributed transactions of Carrick, as one session uses them. Thread-safe. */
final class AmqpXa implements XaWire {
    private static final int RDONLY_ON_THE_WIRE = 3;

    private final AmqpSession session;
    private final XaRequests requests;
    private final Map<GlobalXid, AmqpTransaction> working = new ConcurrentHashMap<>();
    private volatile int timeoutSeconds;

    /** @param session whose work goes into branches */
    AmqpXa(AmqpSession session, XaRequests requests) {
        this.session = session;
        this.requests = requests;
    }

    private static GlobalXid key(Xid branch) {
        return new GlobalXid(branch.getFormatId(), branch.getGlobalTransactionId(), branch.getBranchQualifier());
    }

    @Override
    public WireTransaction start(Xid branch, int flags) throws XAException {
        if (flags != XAResource.TMNOFLAGS && flags != XAResource.TMJOIN && flags != XAResource.TMRESUME) {
            throw XaFailures.of(
                    XAException.XAER_INVAL, "Flags 0x" + Integer.toHexString(flags) + " begin no work", null);
        }
        GlobalXid key = key(branch);
        GlobalXid declared = new GlobalXid(
                key.formatId(),
                key.globalId(),
                key.qualifier(),
                flags,
                flags == XAResource.TMNOFLAGS ? TimeUnit.SECONDS.toMillis(timeoutSeconds) : 0);
        Answer<AmqpTransaction> answer = new Answer<>("the start of a branch");
        try {
            session.connection().hand(() -> requests.start(declared, session, answer));
            AmqpTransaction work = session.connection().waits().await(answer);
            working.put(key, work);
            return work;
        } catch (JMSException e) {
            throw XaFailures.of("A branch could not be started", e);
        }
    }

    @Override
    public void end(Xid branch, int flags) throws XAException {
        GlobalXid key = key(branch);
        AmqpTransaction work = working.remove(key);
        Map<String, Object> arguments = new HashMap<>(Map.of("xid", key, "flags", flags));
        XAException failure = null;
        if (work != null) {
            Answer<Void> ended = new Answer<>("the end of the work in a branch");
            try {
                session.connection().hand(() -> work.endWork(ended));
                session.connection().waits().await(ended);
            } catch (JMSException e) {
                failure = XaFailures.of(XAException.XA_RBROLLBACK, "The branch can only be rolled back", e);
                arguments.put("flags", XAResource.TMFAIL);
            }
            if (work.branchId() == null) {
                throw XaFailures.of(
                        XAException.XAER_RMFAIL,
                        "The connection was lost that the work belonged to, and with it the work",
                        failure);
            }
            arguments.put("txn-id", work.branchId());
        }
        ask("end", arguments, false);
        if (failure != null && flags != XAResource.TMFAIL) {
            throw failure;
        }
    }

    @Override
    public int prepare(Xid branch) throws XAException {
        Object vote = ask("prepare", Map.of("xid", key(branch)), true);
        return Integer.valueOf(RDONLY_ON_THE_WIRE).equals(vote) ? XAResource.XA_RDONLY : XAResource.XA_OK;
    }

    @Override
    public void commit(Xid branch, boolean onePhase) throws XAException {
        ask("commit", Map.of("xid", key(branch), "one-phase", onePhase), true);
    }

    @Override
    public void rollback(Xid branch) throws XAException {
        ask("rollback", Map.of("xid", key(branch)), true);
    }

    @Override
    public void forget(Xid branch) throws XAException {
        ask("forget", Map.of("xid", key(branch)), true);
    }

    /** All at the start of a scan, so that nothing is left for its end. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        int known = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;
        if ((flags & ~known) != 0) {
            throw XaFailures.of(
                    XAException.XAER_INVAL, "Flags 0x" + Integer.toHexString(flags) + " scan nothing", null);
        }
        if ((flags & XAResource.TMSTARTRSCAN) == 0) {
            return new Xid[0];
        }
        Object answer = ask("recover", Map.of(), true);
        if (!(answer instanceof List<?> found)) {
            throw XaFailures.of(XAException.XAER_RMERR, "The broker has answered a recover with " + answer, null);
        }
        return found.stream().map(GlobalXid.class::cast).map(RecoveredXid::of).toArray(Xid[]::new);
    }

    private Object ask(String operation, Map<String, Object> arguments, boolean repeats) throws XAException {
        Answer<Object> answer = new Answer<>("the " + operation + " of a branch");
        Object value;
        try {
            session.connection().hand(() -> requests.ask(operation, arguments, repeats, answer));
            value = session.connection().waits().await(answer);
        } catch (JMSException e) {
            throw XaFailures.of("The answer to the " + operation + " of a branch is lost", e);
        }
        if (value instanceof ErrorCondition refusal) {
            throw XaFailures.of(refusal);
        }
        return value;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaFailures.of(XAException.XAER_INVAL, "A time-out of " + seconds + " s", null);
        }
        timeoutSeconds = seconds;
        return true;
    }

    @Override
    public int getTransactionTimeout() {
        return timeoutSeconds;
    }

    @Override
    public String resourceManagerId() {
        return session.connection().broker().id();
    }
}
