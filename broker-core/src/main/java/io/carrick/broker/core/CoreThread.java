package io.carrick.broker.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the state of a shard. Commands may come from any thread; those of one thread are run in
 * the order they were given. A command that throws stops the shard: its state can no longer be trusted.
 */
public final class CoreThread implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(CoreThread.class);
    private static final int COMMANDS_PER_TURN = 4096;

    private final MpscUnboundedArrayQueue<Runnable> commands = new MpscUnboundedArrayQueue<>(4096);
    private final Thread thread;
    private final TurnEnd turnEnd;
    private final Consumer<Throwable> onFailure;
    private volatile boolean parked;
    private volatile boolean stopped;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * @param turnEnd called after each batch of commands
     * @param onFailure told, once, what ended the thread before its time
     */
    CoreThread(String name, TurnEnd turnEnd, Consumer<Throwable> onFailure) {
        this.turnEnd = turnEnd;
        this.onFailure = onFailure;
        thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Gives a command to the thread. Commands given after it has stopped are dropped. */
    @Override
    public void execute(Runnable command) {
        commands.offer(command);
        if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try {
            while (!stopped) {
                int done = commands.drain(Runnable::run, COMMANDS_PER_TURN);
                long idleNanos = turnEnd.endTurn();
                if (done < COMMANDS_PER_TURN && idleNanos > 0) {
                    park(idleNanos);
                }
            }
        } catch (Throwable e) {
            stopped = true;
            LOG.error("The core stops: {}", e.toString(), e);
            onFailure.accept(e);
        } finally {
            ended.complete(null);
        }
    }

    /** Completes when the thread has ended, for whatever reason. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void park(long nanos) {
        parked = true;
        if (commands.isEmpty() && !stopped) {
            LockSupport.parkNanos(this, nanos);
        }
        parked = false;
    }

    /** Ends the thread after the commands given so far and waits for it, unless it is the caller. */
    void stop() throws InterruptedException {
        execute(() -> stopped = true);
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    /** Ends the thread after its present turn, without waiting for it. */
    void halt() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** What happens when the commands that waited are done. */
    @FunctionalInterface
    interface TurnEnd {
        /**
         * Ends the turn.
         *
         * @return how long the thread may rest if no command comes, in nanoseconds; 0 if there is more to do
         */
        long endTurn();
    }
}
