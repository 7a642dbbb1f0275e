package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.XaCode;
import io.carrick.broker.XaState;
import io.carrick.broker.Xid;
import java.util.HashMap;
import java.util.Map;

/** Refusals of branches, with their code and the state that is the reason. */
final class XaErrors {
    private XaErrors() {}

    static BrokerError of(XaCode code, Xid xid, XaState state) {
        return of(code, text(code, xid, state), state);
    }

    private static String text(XaCode code, Xid xid, XaState state) {
        return switch (code) {
            case XAER_NOTA -> "No branch " + xid + " is known";
            case XAER_DUPID -> "Branch " + xid + " exists already, " + state.text();
            case XAER_PROTO -> "Branch " + xid + " is " + state.text() + ", in which state this cannot be done";
            case XA_RBROLLBACK, XA_RBTIMEOUT -> "Branch " + xid + " was rolled back";
            case XA_HEURCOM, XA_HEURRB -> "Branch " + xid + " was decided by an operator: " + state.text();
            case XAER_INVAL -> "Branch " + xid + " cannot be used";
        };
    }

    static BrokerError of(XaCode code, String text, XaState state) {
        Map<String, Object> info = new HashMap<>();
        info.put(XaCode.INFO_NAME, code.name());
        info.put(XaCode.INFO_CODE, code.number());
        if (state != XaState.UNKNOWN) {
            info.put(XaCode.INFO_STATE, state.text());
        }
        return new BrokerError(code.kind(), text, info);
    }

    /** The branch can only be rolled back, for this reason. */
    static BrokerError doomed(XaBranch branch) {
        return of(
                branch.doom(),
                "Branch " + branch.xid() + " is rolled back: "
                        + branch.work().rollbackReason().text(),
                XaState.ROLLBACK_ONLY);
    }
}
