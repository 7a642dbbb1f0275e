package io.carrick.broker;

import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What a broker needs from the programs around it.
 *
 * @param addressSettings how addresses behave
 * @param authorizer who may do what
 * @param format the encoding of message contents
 * @param clock the time
 * @param onFailure told, at most once and on an internal thread, that the broker cannot go on (the disk failed): it
 *     confirms nothing any more and the process should end
 */
public record BrokerEnvironment(
        AddressSettingsCatalog addressSettings,
        Authorizer authorizer,
        MessageFormat format,
        InstantSource clock,
        Consumer<Throwable> onFailure) {}
