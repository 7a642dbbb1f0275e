package io.carrick.broker.state;

/** What a timer is for; the ordinal is stored. */
public enum TimerKind {
    /** A message expires: owner is the address, key the message. */
    EXPIRE,
    /** A message's delivery time has come: owner is the address, key the message. */
    DELIVER,
    /** A returned message may be tried again: owner is the subscription, key the message. */
    REDELIVER,
    /** The group of a half message may be asked: owner is 0, key the half message. */
    HALF_CHECK
}
