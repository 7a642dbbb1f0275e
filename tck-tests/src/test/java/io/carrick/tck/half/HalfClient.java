package io.carrick.tck.half;

import java.time.Duration;
import java.util.Optional;

/** What the script does with a client library. Answers are conditions of errors, empty for success. */
interface HalfClient extends AutoCloseable {
    /** Sends a half message to a queue. */
    String prepare(String queue, String group, String id, String text);

    /** Decides: {@code commit}, {@code rollback} or {@code unknown}. */
    String resolve(String group, String id, String decision);

    /** Decides in a local transaction that is then committed or rolled back. */
    void resolveInTransaction(String group, String id, String decision, boolean commit);

    /** Becomes a member of the group that is asked one thing at a time. */
    Member member(String group);

    /** Takes one message from a queue if one comes in time. */
    Optional<String> receive(String queue, Duration limit);

    /** Dies, or at least goes without a word. */
    void kill();

    @Override
    void close();

    /** A member of a group. */
    interface Member {
        /** Waits for a question; answers its text. */
        String asked();

        /** Answers the last question. */
        void commit();

        void rollback();

        void unknown();
    }
}
