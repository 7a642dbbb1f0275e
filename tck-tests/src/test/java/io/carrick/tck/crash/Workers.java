package io.carrick.tck.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Client threads that work until they are stopped, through any number of broker deaths. A worker's turn ends by an
 * exception when the broker dies; it then waits until the broker is up and takes its next turn with a new connection.
 */
public final class Workers {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private boolean up = true;
    private boolean stopped;
    private long incarnation;

    /** One connection's life: returns when stopped, throws when the connection breaks. */
    public interface Turn {
        void run() throws Exception;
    }

    /** Starts a worker. */
    public void start(String name, Turn turn) {
        Thread thread = new Thread(() -> work(turn), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void work(Turn turn) {
        while (awaitUp()) {
            long seen = incarnation();
            try {
                turn.run();
            } catch (Exception broken) {
                // A death is announced before it happens: the next turn begins when the broker is up again. A break
                // while it was up all the time is a finding.
                if (upSince(seen)) {
                    failures.add(new AssertionError("a connection broke while the broker was up: " + broken, broken));
                    return;
                }
            } catch (AssertionError failure) {
                failures.add(failure);
                return;
            }
        }
    }

    private synchronized boolean awaitUp() {
        while (!stopped && !up) {
            await(1000);
        }
        return !stopped;
    }

    private void await(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    private synchronized long incarnation() {
        return incarnation;
    }

    private synchronized boolean upSince(long seen) {
        return up && incarnation == seen;
    }

    /** The broker is about to die. */
    public synchronized void brokerDown() {
        up = false;
        notifyAll();
    }

    /** The broker is ready again. */
    public synchronized void brokerUp() {
        up = true;
        incarnation++;
        notifyAll();
    }

    /** Whether workers are asked to end. */
    public synchronized boolean stopped() {
        return stopped;
    }

    /** Asks all workers to end and waits for them. */
    public void stop() throws InterruptedException {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        for (Thread thread : threads) {
            thread.join(60_000);
            if (thread.isAlive()) {
                failures.add(new AssertionError("worker " + thread.getName() + " does not end"));
            }
        }
    }

    /** What went wrong in workers. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }
}
