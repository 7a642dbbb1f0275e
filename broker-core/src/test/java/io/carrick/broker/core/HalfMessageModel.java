package io.carrick.broker.core;

import io.carrick.broker.HalfState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the model knows of one half message. */
final class HalfMessageModel {
    /** Of which each has a message id that is its text. */
    final List<String> messages = new ArrayList<>();

    HalfState state = HalfState.PREPARED;
    int checks;
    private long bornMillis;
    private long armedMillis;
    /** Whether the broker knows it from its disk. */
    private boolean replayed;

    HalfMessageModel(long nowMillis) {
        begin(nowMillis);
    }

    /** It is sent, maybe not for the first time: the asking begins. */
    private void begin(long nowMillis) {
        bornMillis = nowMillis;
        rearm(nowMillis);
    }

    void prepared(String text, long nowMillis) {
        if (!messages.contains(text)) {
            messages.add(text);
        } else if (state == HalfState.PREPARED) {
            begin(nowMillis);
        }
    }

    void rearm(long nowMillis) {
        state = HalfState.PREPARED;
        armedMillis = nowMillis;
        checks = 0;
    }

    /** It could not be told what has become of it. */
    void unknown(int checksMax) {
        if (state == HalfState.PREPARED) {
            checks++;
            state = checks >= checksMax ? HalfState.PARKED : state;
        }
    }

    void age(long nowMillis, Duration ageMax) {
        if (state == HalfState.PREPARED && armedMillis <= nowMillis - ageMax.toMillis()) {
            state = HalfState.PARKED;
        }
    }

    void restarted() {
        replayed = true;
    }

    /** Whether a message of that text is not taken. */
    boolean refuses(String text) {
        return state.decided() && !(state == HalfState.COMMITTED && messages.contains(text));
    }

    /** Whether a decision is refused. */
    boolean refuses(boolean commit) {
        return state.decided() && state != outcome(commit);
    }

    /** Whether it was sent again since it was asked for. */
    boolean overtakes(long bornMillisWhenAsked) {
        return !state.decided() && bornMillis != bornMillisWhenAsked;
    }

    static HalfState outcome(boolean commit) {
        return commit ? HalfState.COMMITTED : HalfState.ROLLED_BACK;
    }

    /** All that decides how it goes on, but its age. */
    String abstractState() {
        return state + " of " + messages.size() + (state.decided() ? "" : " checks " + checks)
                + (replayed ? " replayed" : "");
    }
}
