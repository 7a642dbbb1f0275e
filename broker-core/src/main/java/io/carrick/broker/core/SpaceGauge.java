package io.carrick.broker.core;

/** Tells whether there is room for more messages on disk; settlements and outcomes always have some in reserve. */
@FunctionalInterface
interface SpaceGauge {
    boolean hasRoom();
}
