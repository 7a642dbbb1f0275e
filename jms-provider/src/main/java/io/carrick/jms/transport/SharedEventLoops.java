package io.carrick.jms.transport;

import io.carrick.jms.config.ConnectionSettings;
import io.carrick.jms.config.TransportSettings;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The I/O threads of the process: started with the first connection, ended with the last. Thread-safe. */
final class SharedEventLoops {
    private static final Map<Key, Group> GROUPS = new HashMap<>();
    private static final int STOP_SECONDS_MAX = 2;

    private SharedEventLoops() {}

    /** Connections whose settings agree on this share their threads. */
    private record Key(IoKind io, int threads, boolean daemon) {}

    /** Threads, and how many connections have one of them. Guarded by {@link #GROUPS}. */
    private static final class Group {
        private final MultiThreadIoEventLoopGroup loops;
        private int leases;

        Group(Key key) {
            loops = new MultiThreadIoEventLoopGroup(
                    key.threads, new DefaultThreadFactory("carrick-jms-io", key.daemon), key.io.handlers());
        }
    }

    /**
     * The right to use a thread.
     *
     * @param io what its channels must be
     */
    record Lease(IoKind io, EventLoop loop, Key key) {
        /** To be called once. */
        void release() {
            synchronized (GROUPS) {
                Group group = GROUPS.get(key);
                if (--group.leases == 0) {
                    GROUPS.remove(key);
                    group.loops.shutdownGracefully(0, STOP_SECONDS_MAX, TimeUnit.SECONDS);
                }
            }
        }
    }

    static Lease lease(ConnectionSettings settings) {
        TransportSettings transport = settings.brokers().get(0).transport();
        int threads = transport.ioThreads() > 0
                ? transport.ioThreads()
                : Runtime.getRuntime().availableProcessors();
        Key key = new Key(IoKind.best(transport), threads, settings.daemonThreads());
        synchronized (GROUPS) {
            Group group = GROUPS.computeIfAbsent(key, Group::new);
            group.leases++;
            return new Lease(key.io, group.loops.next(), key);
        }
    }
}
