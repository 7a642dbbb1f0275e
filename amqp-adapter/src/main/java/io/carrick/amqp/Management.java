package io.carrick.amqp;

import io.carrick.broker.ClientInfo;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What answers the requests to the node {@value #NODE}. Thread-safe. */
@FunctionalInterface
public interface Management {
    /** Address of the node. */
    String NODE = "$management";

    /** Most bytes of a request. */
    int REQUEST_BYTES_MAX = 64 << 10;

    /** Knows no operation. */
    Management NONE = (caller, request) ->
            CompletableFuture.completedFuture(new Answer(501, "this broker is not managed over AMQP", null));

    /**
     * Answers a request.
     *
     * @param caller who asks; what he may do is for this to decide
     * @return on any thread; must not fail, but answer what went wrong
     */
    CompletionStage<Answer> answer(ClientInfo caller, Request request);

    /**
     * A request.
     *
     * @param properties its application properties; symbols are strings
     * @param body the value of its body, null if it has another one
     */
    record Request(Map<String, Object> properties, Object body) {}

    /**
     * An answer.
     *
     * @param status as in HTTP
     * @param body value of its body: null, or made of strings, numbers, booleans, lists and maps
     */
    record Answer(int status, String description, Object body) {}
}
