package io.carrick.jms.xa;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * An {@link XAResource} for the recovery of a transaction manager: it finds and ends what is in doubt, and does no work of
 * its own. It has its own connection, opened at the first call and anew after a failure, so that it may be handed over
 * once, when the application starts, whether the broker runs or not. Thread-safe: one call at a time.
 *
 * <p>With Narayana, for example:
 *
 * <pre>{@code
 * CarrickXaRecovery recovery = new CarrickXaRecovery(new CarrickConnectionFactory("amqp://broker:5672"));
 * recoveryModule.addXAResourceRecoveryHelper(new XAResourceRecoveryHelper() {
 *     public boolean initialise(String parameters) { return true; }
 *     public XAResource[] getXAResources() { return new XAResource[] {recovery}; }
 * });
 * }</pre>
 */
public final class CarrickXaRecovery implements XAResource, AutoCloseable {
    private final XAConnectionFactory factory;
    private final String userName;
    private final String password;
    private XAConnection connection;
    private XAResource resource;

    /** Recovery with the credentials of the factory. */
    public CarrickXaRecovery(XAConnectionFactory factory) {
        this(factory, null, null);
    }

    /**
     * Recovery.
     *
     * @param userName who sees the branches of others, too, if it may manage {@code $xa}; null for the factory's
     */
    public CarrickXaRecovery(XAConnectionFactory factory, String userName, String password) {
        this.factory = factory;
        this.userName = userName;
        this.password = password;
    }

    /** Something to do at the broker. */
    private interface Call<T> {
        T on(XAResource resource) throws XAException;
    }

    private synchronized <T> T call(Call<T> call) throws XAException {
        XAResource connected = connected();
        try {
            return call.on(connected);
        } catch (XAException e) {
            if (e.errorCode == XAException.XAER_RMFAIL) {
                close();
            }
            throw e;
        }
    }

    private XAResource connected() throws XAException {
        if (resource != null) {
            return resource;
        }
        try {
            connection =
                    userName == null ? factory.createXAConnection() : factory.createXAConnection(userName, password);
            resource = connection.createXASession().getXAResource();
            return resource;
        } catch (JMSException e) {
            close();
            XAException failure = new XAException("The broker cannot be reached: " + e.getMessage());
            failure.errorCode = XAException.XAER_RMFAIL;
            failure.initCause(e);
            throw failure;
        }
    }

    /** Closes the connection; the next call opens another one. */
    @Override
    public synchronized void close() {
        XAConnection closing = connection;
        connection = null;
        resource = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (JMSException e) {
                // It is gone in any case, and nothing of it is missed.
                assert e.getMessage() != null;
            }
        }
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return call(on -> on.recover(flags));
    }

    @Override
    public void commit(Xid branch, boolean onePhase) throws XAException {
        call(on -> {
            on.commit(branch, onePhase);
            return null;
        });
    }

    @Override
    public void rollback(Xid branch) throws XAException {
        call(on -> {
            on.rollback(branch);
            return null;
        });
    }

    @Override
    public void forget(Xid branch) throws XAException {
        call(on -> {
            on.forget(branch);
            return null;
        });
    }

    @Override
    public int prepare(Xid branch) throws XAException {
        return call(on -> on.prepare(branch));
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        if (other == this) {
            return true;
        }
        XAResource theirs = other instanceof CarrickXaRecovery recovery ? recovery.call(on -> on) : other;
        return call(on -> on.isSameRM(theirs));
    }

    /** Recovery does no work: always refused. */
    @Override
    public void start(Xid branch, int flags) throws XAException {
        throw noWork();
    }

    /** Recovery does no work: always refused. */
    @Override
    public void end(Xid branch, int flags) throws XAException {
        throw noWork();
    }

    private static XAException noWork() {
        XAException failure = new XAException("This resource is for recovery only");
        failure.errorCode = XAException.XAER_PROTO;
        return failure;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
