package io.carrick.samples.xa;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** For the demonstration only: the process dies when this resource, the second, is to commit. Not for copying. */
final class HaltingResource extends DelegatingResource {

    HaltingResource(XAResource resource) {
        super(resource);
    }

    @Override
    public void commit(Xid branch, boolean onePhase) throws XAException {
        if (onePhase) {
            super.commit(branch, true);
            return;
        }
        System.out.println("decided, and committed in the database: the process dies before the broker knows");
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }
}
