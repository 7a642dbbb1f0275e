package io.carrick.server.http;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerException;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** A request that is refused or failed, with the status to answer. */
public final class HttpFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponseStatus status;
    private final String code;

    private HttpFailure(HttpResponseStatus status, String code, String text) {
        super(text);
        this.status = status;
        this.code = code;
    }

    public HttpFailure(HttpResponseStatus status, String text) {
        this(status, status.reasonPhrase().toUpperCase(Locale.ROOT).replace(' ', '_'), text);
    }

    public static HttpFailure badRequest(String text) {
        return new HttpFailure(HttpResponseStatus.BAD_REQUEST, text);
    }

    /** What a failed stage of the broker means to a client. */
    public static HttpFailure of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpFailure known) {
            return known;
        } else if (cause instanceof BrokerException refused) {
            BrokerError error = refused.error();
            return new HttpFailure(statusOf(error.code()), error.code().name(), error.text());
        } else if (cause instanceof TimeoutException) {
            return new HttpFailure(HttpResponseStatus.GATEWAY_TIMEOUT, "the broker did not answer in time");
        }
        return new HttpFailure(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error, see the broker's log");
    }

    private static HttpResponseStatus statusOf(BrokerError.Code code) {
        return switch (code) {
            case NOT_FOUND, TRANSACTION_UNKNOWN -> HttpResponseStatus.NOT_FOUND;
            case UNAUTHORIZED, NOT_ALLOWED -> HttpResponseStatus.FORBIDDEN;
            case RESOURCE_LIMIT_EXCEEDED -> HttpResponseStatus.INSUFFICIENT_STORAGE;
            case INVALID_FIELD -> HttpResponseStatus.BAD_REQUEST;
            case MESSAGE_SIZE_EXCEEDED -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
            case RESOURCE_LOCKED,
                    RESOURCE_DELETED,
                    ILLEGAL_STATE,
                    PRECONDITION_FAILED,
                    TRANSACTION_ROLLBACK,
                    TRANSACTION_TIMEOUT -> HttpResponseStatus.CONFLICT;
            case CONNECTION_FORCED -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /** The status, as a number. */
    public int status() {
        return status.code();
    }

    /** Whether the fault is neither the caller's nor that of what the request found. */
    public boolean isServerFault() {
        return status.code() == HttpResponseStatus.INTERNAL_SERVER_ERROR.code();
    }

    Response response() {
        return Response.json(status, Map.of("code", code, "error", getMessage()));
    }
}
