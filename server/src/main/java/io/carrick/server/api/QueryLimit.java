package io.carrick.server.api;

import io.carrick.server.http.HttpFailure;
import io.carrick.server.http.Request;

/** How many results a caller wants: parameter {@code limit}. */
final class QueryLimit {
    private static final int DEFAULT = 100;
    private static final int MAX = 10_000;

    private QueryLimit() {}

    static int of(Request request) throws HttpFailure {
        String text = request.optional("limit").orElse(Integer.toString(DEFAULT));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw HttpFailure.badRequest("limit must be a number, not '" + text + "'");
        }
        throw HttpFailure.badRequest("limit must be between 1 and " + MAX + ", not " + text);
    }
}
