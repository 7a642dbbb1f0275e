package io.carrick.server.http;

/** Who may use a route. */
public enum Access {
    /** Anybody whom {@code http.unauthenticated-metrics} names, and operators. */
    METRICS,
    /** Callers with credentials; the endpoint checks what they may do. */
    AUTHENTICATED
}
