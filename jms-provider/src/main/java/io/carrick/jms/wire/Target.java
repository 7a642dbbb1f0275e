package io.carrick.jms.wire;

import java.util.Objects;

/** A destination by address and kind. */
public record Target(String address, DestinationKind kind) {
    public Target {
        Objects.requireNonNull(address);
        Objects.requireNonNull(kind);
    }
}
