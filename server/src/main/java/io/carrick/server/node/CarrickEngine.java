package io.carrick.server.node;

import io.carrick.server.config.ServerConfiguration;
import java.util.function.Consumer;

/** The engine made of the store, the core and the AMQP adapter. */
public final class CarrickEngine {
    private CarrickEngine() {}

    public static Engine start(
            ServerConfiguration configuration, Engine.Security security, Consumer<Throwable> storageFailed)
            throws StartupException {
        throw new StartupException(ExitStatus.FAILED, "this build has no engine yet", null);
    }
}
