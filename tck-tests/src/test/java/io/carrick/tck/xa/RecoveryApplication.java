package io.carrick.tck.xa;

import com.arjuna.ats.arjuna.common.Uid;
import com.arjuna.ats.arjuna.objectstore.StoreManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.arjuna.state.InputObjectState;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.xa.CarrickXaRecovery;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import javax.transaction.xa.XAResource;

/**
 * What runs after the application has died: one pass of recovery, and a look at what is there then. Arguments: the
 * application's directory, the broker's URI and the database's port.
 */
final class RecoveryApplication {
    private static final String TRANSACTIONS = "/StateManager/BasicAction/TwoPhaseCoordinator/AtomicAction";
    private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

    private RecoveryApplication() {}

    /** Recovers. */
    public static void main(String[] arguments) throws Exception {
        Narayana.configure(Path.of(arguments[0]));
        CarrickConnectionFactory factory = new CarrickConnectionFactory(arguments[1]);
        javax.sql.XAConnection database =
                DatabaseProcess.at(Integer.parseInt(arguments[2])).getXAConnection();
        try (CarrickXaRecovery broker = new CarrickXaRecovery(factory)) {
            RecoveryManager manager = RecoveryManager.manager(RecoveryManager.DIRECT_MANAGEMENT);
            XARecoveryModule.getRegisteredXARecoveryModule()
                    .addXAResourceRecoveryHelper(helper(database.getXAResource(), broker));
            int before = broker.recover(SCAN).length + database.getXAResource().recover(SCAN).length;
            manager.scan();
            System.out.println("FOUND " + before);
            System.out.println("DOUBT "
                    + (broker.recover(SCAN).length + database.getXAResource().recover(SCAN).length));
            System.out.println("LOG " + logged());
        }
        System.out.println("MOVED " + joined(moved(database)));
        System.out.println("OUT " + joined(there(factory, TransferApplication.OUT)));
        System.out.println("IN " + joined(there(factory, TransferApplication.IN)));
        System.out.println("DONE");
    }

    private static XAResourceRecoveryHelper helper(XAResource... resources) {
        return new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameters) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return resources.clone();
            }
        };
    }

    /** Transactions that the log still has. */
    private static int logged() throws Exception {
        InputObjectState ids = new InputObjectState();
        int count = 0;
        if (StoreManager.getRecoveryStore().allObjUids(TRANSACTIONS, ids) && ids.notempty()) {
            Uid id = com.arjuna.ats.internal.arjuna.common.UidHelper.unpackFrom(ids);
            while (!id.equals(Uid.nullUid())) {
                count++;
                id = com.arjuna.ats.internal.arjuna.common.UidHelper.unpackFrom(ids);
            }
        }
        return count;
    }

    private static List<String> moved(javax.sql.XAConnection xa) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (java.sql.Connection sql = xa.getConnection();
                Statement select = sql.createStatement();
                ResultSet rows = select.executeQuery("select id from moved")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        } finally {
            xa.close();
        }
        return ids;
    }

    private static List<String> there(CarrickConnectionFactory factory, String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession();
                QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            connection.start();
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                texts.add(((TextMessage) messages.nextElement()).getText());
            }
        }
        return texts;
    }

    private static String joined(List<String> texts) {
        return texts.stream().sorted().collect(Collectors.joining(","));
    }
}
