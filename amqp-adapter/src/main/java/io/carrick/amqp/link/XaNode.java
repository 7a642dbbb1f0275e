package io.carrick.amqp.link;

import io.carrick.broker.XaTransactions;
import io.carrick.transactions.LocalTransaction;
import java.util.HashMap;
import java.util.Map;

/** What one connection has to do with distributed transactions: its work in branches. */
final class XaNode {
    /** Address of the node that requests go to. */
    static final String ADDRESS = XaTransactions.NODE;

    private final Map<LocalTransaction, XaTransactions.Association> working = new HashMap<>();

    void begun(LocalTransaction transaction, XaTransactions.Association association) {
        working.put(transaction, association);
    }

    /** Takes what is known as a transaction out of use. */
    XaTransactions.Association end(LocalTransaction transaction) {
        return working.remove(transaction);
    }
}
