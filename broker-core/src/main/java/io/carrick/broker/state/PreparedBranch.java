package io.carrick.broker.state;

import io.carrick.broker.Xid;
import io.carrick.broker.record.Declined;
import io.carrick.broker.record.SettledKeys;
import java.util.List;

/**
 * A branch whose work waits, durable, for its outcome.
 *
 * @param transactionId of what is staged
 * @param owner name of the user who began it
 * @param containerId of the connection over which it was begun, may be null
 * @param preparedMillis when, milliseconds since the epoch
 * @param accepted messages that its commit settles; nobody is given them until then
 * @param declined messages that its commit gives another outcome; nobody is given them until then
 */
public record PreparedBranch(
        Xid xid,
        long transactionId,
        String owner,
        String containerId,
        long preparedMillis,
        List<SettledKeys> accepted,
        List<Declined> declined) {

    /** How many messages it has received. */
    public int received() {
        return accepted.stream().mapToInt(SettledKeys::count).sum() + declined.size();
    }
}
