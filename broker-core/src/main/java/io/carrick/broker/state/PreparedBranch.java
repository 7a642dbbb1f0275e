package io.carrick.broker.state;

import io.carrick.broker.Xid;
import io.carrick.broker.record.SettledKeys;
import java.util.List;

/**
 * A branch whose work waits, durable, for its outcome.
 *
 * @param transactionId of what is staged
 * @param owner name of the user who began it
 * @param containerId of the connection over which it was begun, may be null
 * @param preparedMillis when, milliseconds since the epoch
 * @param locked messages that its commit settles; nobody is given them until then
 */
public record PreparedBranch(
        Xid xid, long transactionId, String owner, String containerId, long preparedMillis, List<SettledKeys> locked) {}
