package io.carrick.server.http;

import java.util.concurrent.CompletionStage;

/** Answers one kind of request. Called on the worker thread; must not block. */
@FunctionalInterface
public interface Endpoint {
    CompletionStage<Response> handle(Request request) throws HttpFailure;
}
