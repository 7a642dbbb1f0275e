package io.carrick.samples.xa;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.RecoveryEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.arjuna.common.recoveryPropertyManager;
import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.arjuna.recovery.AtomicActionRecoveryModule;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTAActionStatusServiceXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTANodeNameXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.JTATransactionLogXAResourceOrphanFilter;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.common.JTAEnvironmentBean;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import java.nio.file.Path;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** The transaction manager with its log in a directory, and its recovery. One for a process. */
final class Recovery implements AutoCloseable {
    private static final String NODE = "xa-sample";
    private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

    private final RecoveryManager manager;
    private final XAResource database;
    private final XAResource broker;

    private Recovery(RecoveryManager manager, XAResource database, XAResource broker) {
        this.manager = manager;
        this.database = database;
        this.broker = broker;
    }

    /** Starts the transaction manager. */
    static Recovery start(Path directory, XAResource database, XAResource broker) throws CoreEnvironmentBeanException {
        configure(directory);
        Recovery recovery = new Recovery(
                RecoveryManager.manager(RecoveryManager.INDIRECT_MANAGEMENT),
                new NamedResource(NamedResource.DATABASE, database),
                new NamedResource(NamedResource.BROKER, broker));
        XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(recovery.helper());
        return recovery;
    }

    private static void configure(Path directory) throws CoreEnvironmentBeanException {
        String log = directory.resolve("log").toString();
        BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class).setObjectStoreDir(log);
        for (String store : List.of("communicationStore", "stateStore")) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(log);
        }
        // Goes into every branch: no two transaction managers at one broker or database may have the same name.
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier(NODE);
        arjPropertyManager.getCoordinatorEnvironmentBean().setTransactionStatusManagerEnable(false);
        RecoveryEnvironmentBean recovery = recoveryPropertyManager.getRecoveryEnvironmentBean();
        recovery.setRecoveryListener(false);
        recovery.setExpiryScannerClassNames(List.of());
        recovery.setRecoveryBackoffPeriod(1);
        recovery.setRecoveryModuleClassNames(
                List.of(AtomicActionRecoveryModule.class.getName(), XARecoveryModule.class.getName()));
        JTAEnvironmentBean jta = jtaPropertyManager.getJTAEnvironmentBean();
        jta.setXaRecoveryNodes(List.of(NODE));
        jta.setXaResourceRecordWrappingPluginClassName(NamedResource.NamesForTheLog.class.getName());
        // A branch without an entry in the log is rolled back when it has been seen for so long, 20 s by default.
        jta.setOrphanSafetyInterval(500);
        jta.setXaResourceOrphanFilterClassNames(List.of(
                JTATransactionLogXAResourceOrphanFilter.class.getName(),
                JTANodeNameXAResourceOrphanFilter.class.getName(),
                JTAActionStatusServiceXAResourceOrphanFilter.class.getName()));
    }

    private XAResourceRecoveryHelper helper() {
        return new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String parameters) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return new XAResource[] {database, broker};
            }
        };
    }

    /**
     * Commits and rolls back what an earlier process has left, as its log says, and goes on to look for such branches in
     * the background.
     *
     * @throws IllegalStateException if something stays in doubt
     */
    void finishWhatIsInDoubt() throws XAException {
        int found = branchesInDoubt();
        if (found > 0) {
            manager.scan();
        }
        int left = branchesInDoubt();
        if (left > 0) {
            throw new IllegalStateException("Of " + found + " branches " + left + " are still in doubt, see the log");
        }
        System.out.println("recovery: branches finished that were in doubt: " + found);
        manager.startRecoveryManagerThread();
    }

    /** Branches that are prepared and not decided, in the database and at the broker. */
    int branchesInDoubt() throws XAException {
        return database.recover(SCAN).length + broker.recover(SCAN).length;
    }

    @Override
    public void close() {
        manager.terminate();
    }
}
