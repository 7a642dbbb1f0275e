package io.carrick.tck.provider;

import java.util.List;

/** The threads of the provider in this process. */
final class ProviderThreads {
    private ProviderThreads() {}

    /** Their names. */
    static List<String> names() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("carrick-jms"))
                .sorted()
                .toList();
    }
}
