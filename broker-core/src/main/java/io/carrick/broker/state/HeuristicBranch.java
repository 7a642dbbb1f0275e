package io.carrick.broker.state;

import io.carrick.broker.XaState;
import io.carrick.broker.Xid;

/**
 * A branch that an operator has decided, kept until its transaction manager forgets it.
 *
 * @param owner name of the user who began it
 * @param decidedMillis when, milliseconds since the epoch
 */
public record HeuristicBranch(Xid xid, XaState state, String owner, String containerId, long decidedMillis) {}
