package io.carrick.jms.config;

import java.util.List;
import java.util.Optional;

/**
 * Where the wire connects to, and how.
 *
 * @param brokers in the order given; at least one
 * @param failover empty if a lost connection stays lost
 * @param timeouts of calls
 * @param prefixes of addresses
 * @param daemonThreads whether the process may end while connections are open
 */
public record ConnectionSettings(
        List<BrokerEndpoint> brokers,
        Optional<FailoverSettings> failover,
        TimeoutSettings timeouts,
        AddressPrefixes prefixes,
        boolean daemonThreads) {
    public ConnectionSettings {
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("no broker given");
        }
    }

    /** The same with other brokers. */
    public ConnectionSettings withBrokers(List<BrokerEndpoint> others) {
        return new ConnectionSettings(others, failover, timeouts, prefixes, daemonThreads);
    }
}
