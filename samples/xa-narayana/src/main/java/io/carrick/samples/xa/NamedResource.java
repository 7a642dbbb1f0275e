package io.carrick.samples.xa;

import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecord;
import com.arjuna.ats.internal.jta.resources.arjunacore.XAResourceRecordWrappingPlugin;
import javax.transaction.xa.XAResource;
import org.jboss.tm.XAResourceWrapper;

/**
 * A resource with the name that Narayana writes into its log. With names recovery tells a branch that was committed before
 * the process died from one whose resource does not answer now: it keeps the second in the log until the resource with this
 * name has been asked. Application servers do the same; each resource needs a name of its own, the same in every run.
 */
final class NamedResource extends DelegatingResource implements XAResourceWrapper {
    static final String BROKER = "broker";
    static final String DATABASE = "database";

    private final String name;

    NamedResource(String name, XAResource resource) {
        super(resource);
        this.name = name;
    }

    @Override
    public String getJndiName() {
        return name;
    }

    @Override
    public String getProductName() {
        return name;
    }

    @Override
    public String getProductVersion() {
        return "1";
    }

    /** Puts the names into the log. Narayana makes one by its class name. */
    public static final class NamesForTheLog implements XAResourceRecordWrappingPlugin {

        @Override
        public void transcribeWrapperData(XAResourceRecord entry) {
            if (entry.value() instanceof XAResourceWrapper named) {
                entry.setJndiName(named.getJndiName());
                entry.setProductName(named.getProductName());
                entry.setProductVersion(named.getProductVersion());
            }
        }

        /** No number for a resource. */
        @Override
        public Integer getEISName(XAResource resource) {
            return 0;
        }

        @Override
        public String getEISName(Integer number) {
            return "unknown";
        }
    }
}
