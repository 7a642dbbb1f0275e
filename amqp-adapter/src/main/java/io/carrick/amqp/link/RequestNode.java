package io.carrick.amqp.link;

import io.carrick.amqp.codec.ControlMessage;
import java.util.Map;
import java.util.function.Consumer;

/** A node of the broker that answers requests, as one connection uses it. Used on the connection's loop only. */
interface RequestNode {
    String address();

    /** Most bytes of a request. */
    int requestBytesMax();

    /**
     * Does what is asked.
     *
     * @param answer given the answer, once, on the connection's loop
     */
    void obey(ControlMessage request, Consumer<Answer> answer);

    /**
     * What is answered.
     *
     * @param applicationProperties may be empty
     * @param value of the body, may be null
     */
    record Answer(Map<String, Object> applicationProperties, Object value) {
        static Answer of(Object value) {
            return new Answer(Map.of(), value);
        }
    }
}
