package io.carrick.jms.client;

import jakarta.jms.IllegalStateException;

/** Which of the three classic interfaces an object was asked for (Jakarta Messaging 3.1, section 4.1.1). */
enum Domain {
    COMMON,
    QUEUE,
    TOPIC;

    /** Refuses what has nothing to do with queues, if this is a queue connection or session. */
    void refuseTopics(String operation) throws IllegalStateException {
        if (this == QUEUE) {
            throw new IllegalStateException(operation + " is not for queue connections and sessions");
        }
    }

    /** Refuses what has nothing to do with topics, if this is a topic connection or session. */
    void refuseQueues(String operation) throws IllegalStateException {
        if (this == TOPIC) {
            throw new IllegalStateException(operation + " is not for topic connections and sessions");
        }
    }
}
