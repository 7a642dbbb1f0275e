package io.carrick.broker.state;

/** Who is told of what is applied: nobody while the journal is replayed, one listener after that. */
final class Followers {
    private StateListener listener = StateListener.NONE;

    StateListener listener() {
        return listener;
    }

    /** From now on the listener follows. */
    void follow(StateListener follower) {
        listener = follower;
    }
}
