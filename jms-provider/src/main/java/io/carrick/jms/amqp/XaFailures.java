package io.carrick.jms.amqp;

import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.Map;
import javax.transaction.xa.XAException;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The one place where what went wrong with a branch becomes an {@link XAException}. */
final class XaFailures {
    private static final String PREFIX = "xa:";

    private static final Map<String, Integer> CODES = new HashMap<>();

    static {
        CODES.put("xa:XA_RBROLLBACK", XAException.XA_RBROLLBACK);
        CODES.put("xa:XA_RBTIMEOUT", XAException.XA_RBTIMEOUT);
        CODES.put("xa:XA_HEURCOM", XAException.XA_HEURCOM);
        CODES.put("xa:XA_HEURRB", XAException.XA_HEURRB);
        CODES.put("xa:XAER_NOTA", XAException.XAER_NOTA);
        CODES.put("xa:XAER_INVAL", XAException.XAER_INVAL);
        CODES.put("xa:XAER_PROTO", XAException.XAER_PROTO);
        CODES.put("xa:XAER_DUPID", XAException.XAER_DUPID);
    }

    private XaFailures() {}

    /** An exception with a code of {@link XAException}. */
    static XAException of(int code, String text, Exception cause) {
        XAException failure = new XAException(text);
        failure.errorCode = code;
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    /** What the broker's refusal means; other ones than those of XA are errors of the resource manager. */
    static XAException of(ErrorCondition refusal) {
        String condition = String.valueOf(refusal.getCondition());
        return of(code(condition), refusal.getDescription() + " [" + condition + "]", new RemoteError(refusal));
    }

    /** What a failure of the wire means: the answer is lost unless the broker has given one. */
    static XAException of(String what, JMSException failure) {
        String condition = failure.getErrorCode();
        boolean answered = failure.getCause() instanceof RemoteError && condition != null;
        int code = answered ? code(condition) : XAException.XAER_RMFAIL;
        return of(code, what + ": " + failure.getMessage(), failure);
    }

    private static int code(String condition) {
        return condition.startsWith(PREFIX)
                ? CODES.getOrDefault(condition, XAException.XAER_RMERR)
                : XAException.XAER_RMERR;
    }
}
