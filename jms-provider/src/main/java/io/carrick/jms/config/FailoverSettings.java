package io.carrick.jms.config;

/**
 * How a lost connection is restored.
 *
 * @param initialReconnectDelayMillis before the first attempt
 * @param reconnectDelayMillis before the second one
 * @param maxReconnectDelayMillis which the delay does not grow beyond
 * @param backOff whether the delay grows
 * @param backOffMultiplier by which it grows with each attempt
 * @param maxReconnectAttempts rounds through all brokers before giving up; negative for no limit
 * @param startupMaxReconnectAttempts the same for the first connection; negative for no limit
 * @param warnAfterReconnectAttempts how often the log is told
 * @param randomize whether the brokers are tried in random order
 * @param serverListAction what is made of a list of servers that a broker sends
 */
public record FailoverSettings(
        long initialReconnectDelayMillis,
        long reconnectDelayMillis,
        long maxReconnectDelayMillis,
        boolean backOff,
        double backOffMultiplier,
        int maxReconnectAttempts,
        int startupMaxReconnectAttempts,
        int warnAfterReconnectAttempts,
        boolean randomize,
        ServerListAction serverListAction) {

    /** What is made of a list of servers that a broker sends. */
    public enum ServerListAction {
        /** It replaces the URIs known. */
        REPLACE,
        /** It is added to the URIs known. */
        ADD,
        /** Nothing. */
        IGNORE
    }

    /**
     * How long to wait before an attempt.
     *
     * @param attempt counted from 0 since the connection was lost
     */
    public long delayMillis(int attempt) {
        if (attempt <= 0) {
            return initialReconnectDelayMillis;
        }
        double growth = backOff ? Math.pow(backOffMultiplier, attempt - 1) : 1;
        return (long) Math.min(maxReconnectDelayMillis, reconnectDelayMillis * growth);
    }

    /**
     * Whether to try once more.
     *
     * @param attempts made in vain so far
     * @param everConnected whether there was a connection to lose
     */
    public boolean permitsAttempt(int attempts, boolean everConnected) {
        int max = everConnected || startupMaxReconnectAttempts < 0 ? maxReconnectAttempts : startupMaxReconnectAttempts;
        return max < 0 || attempts < max;
    }
}
