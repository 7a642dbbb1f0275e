package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.HalfTerms;

/** The names by which half messages are permitted, and what a name may be. */
final class HalfNames {
    private static final String RESOLVE = "$half/";
    private static final String CHECK = "$half-check/";

    private HalfNames() {}

    /** To send to it is to prepare and decide for the group. */
    static String resolveAddress(String group) {
        return RESOLVE + group;
    }

    /** To receive from it is to be asked for the group. */
    static String checkAddress(String group) {
        return CHECK + group;
    }

    /** Null if that can be a half id and its group. */
    static BrokerError refusal(String group, String id) {
        BrokerError refusal = refusalOf("producer group", group);
        return refusal == null ? refusalOf("half id", id) : refusal;
    }

    /** Null if that can be a group. */
    static BrokerError refusal(String group) {
        return refusalOf("producer group", group);
    }

    private static BrokerError refusalOf(String what, String name) {
        if (name == null || name.isEmpty()) {
            return new BrokerError(Code.INVALID_FIELD, "A half message needs a " + what);
        }
        return name.length() <= HalfTerms.NAME_MAX
                ? null
                : new BrokerError(
                        Code.INVALID_FIELD,
                        "A " + what + " must have at most " + HalfTerms.NAME_MAX + " characters, not " + name.length());
    }
}
