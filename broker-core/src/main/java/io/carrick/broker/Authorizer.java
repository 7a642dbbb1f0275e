package io.carrick.broker;

/** Decides who may do what. Called on the core thread: must answer from memory. Thread-safe. */
@FunctionalInterface
public interface Authorizer {
    /** Permits everything to everyone. */
    Authorizer PERMIT_ALL = (who, permission, address) -> true;

    /** True if {@code who} holds {@code permission} on the address of that exact name. */
    boolean permits(Identity who, Permission permission, String address);
}
