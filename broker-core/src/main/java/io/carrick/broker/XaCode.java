package io.carrick.broker;

/** The return codes of X/Open XA (section 4.3) that a branch is answered with, by their names in {@code xa.h}. */
public enum XaCode {
    XA_RBROLLBACK(100, BrokerError.Code.TRANSACTION_ROLLBACK),
    XA_RBTIMEOUT(106, BrokerError.Code.TRANSACTION_TIMEOUT),
    XA_HEURCOM(7, BrokerError.Code.PRECONDITION_FAILED),
    XA_HEURRB(6, BrokerError.Code.PRECONDITION_FAILED),
    XAER_NOTA(-4, BrokerError.Code.TRANSACTION_UNKNOWN),
    XAER_INVAL(-5, BrokerError.Code.INVALID_FIELD),
    XAER_PROTO(-6, BrokerError.Code.ILLEGAL_STATE),
    XAER_DUPID(-8, BrokerError.Code.ILLEGAL_STATE);

    /** The detail of a {@link BrokerError} that holds the name of the code. */
    public static final String INFO_NAME = "xa";

    /** The detail of a {@link BrokerError} that holds the number of the code. */
    public static final String INFO_CODE = "code";

    /** The detail of a {@link BrokerError} that holds the state of the branch, if it has one. */
    public static final String INFO_STATE = "state";

    private final int number;
    private final BrokerError.Code kind;

    XaCode(int number, BrokerError.Code kind) {
        this.number = number;
        this.kind = kind;
    }

    /** Its value in {@code xa.h}, which is also that of {@code XAException.errorCode}. */
    public int number() {
        return number;
    }

    /** The kind of refusal that it is. */
    public BrokerError.Code kind() {
        return kind;
    }
}
