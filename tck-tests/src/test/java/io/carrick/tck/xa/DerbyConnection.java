package io.carrick.tck.xa;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * A connection to Derby's server, without two faults of Derby 10.16 in XA: it rolls back what is prepared when its time is
 * up, so it is not told of time-outs; and for a lost connection its network driver says {@code XAER_RMFAIL} once, and then
 * throws {@link NullPointerException}. Used by one thread.
 */
final class DerbyConnection {
    private final XAConnection connection;
    private final XAResource resource;

    DerbyConnection(XADataSource source) throws SQLException {
        connection = source.getXAConnection();
        XAResource derby = connection.getXAResource();
        resource = (XAResource) Proxy.newProxyInstance(
                XAResource.class.getClassLoader(), new Class<?>[] {XAResource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setTransactionTimeout")) {
                        return false;
                    }
                    try {
                        return method.invoke(derby, arguments);
                    } catch (InvocationTargetException e) {
                        if (e.getCause() instanceof NullPointerException) {
                            XAException gone = new XAException(XAException.XAER_RMFAIL);
                            gone.initCause(e.getCause());
                            throw gone;
                        }
                        throw e.getCause();
                    }
                });
    }

    XAResource resource() {
        return resource;
    }

    Connection sql() throws SQLException {
        return connection.getConnection();
    }

    /** Closes it, or leaves it if it is lost. */
    void close() {
        try {
            connection.close();
        } catch (SQLException | NullPointerException e) {
            System.out.println("NOT CLOSED " + e.getMessage());
        }
    }
}
