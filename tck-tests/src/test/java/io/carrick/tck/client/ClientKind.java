package io.carrick.tck.client;

import java.nio.file.Path;
import java.util.List;

/** The client libraries that have an agent. */
public enum ClientKind {
    /** rhea on Node.js. */
    RHEA {
        @Override
        List<String> command(Path clients) {
            return List.of("node", clients.resolve("rhea/agent.js").toString());
        }
    },
    /** Qpid Proton Python, the distribution's package for the system's own interpreter. */
    PROTON_PYTHON {
        @Override
        List<String> command(Path clients) {
            return List.of(
                    "/usr/bin/python3",
                    clients.resolve("proton-python/agent.py").toString());
        }
    },
    /** Qpid Proton C++. */
    PROTON_CPP {
        @Override
        List<String> command(Path clients) {
            return List.of(clients.resolve("proton-cpp/agent").toString());
        }
    };

    abstract List<String> command(Path clients);
}
