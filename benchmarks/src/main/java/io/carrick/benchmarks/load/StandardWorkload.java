package io.carrick.benchmarks.load;

import io.carrick.benchmarks.measure.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The workloads of the comparison, with the numbers of sessions that they have unless told otherwise. */
public enum StandardWorkload implements Workload {
    /** Each producer waits for the broker's word on one message before it sends the next. */
    SYNC_SEND("sync-send", 1, 1, 1, new PipelineWorkload("sync-send", SendMode.synchronous(), new QueueSink(false))),
    /** Each producer keeps a window of messages unconfirmed. */
    ASYNC_SEND("async-send", 4, 4, 1, new PipelineWorkload("async-send", SendMode.windowed(), new QueueSink(false))),
    /** Both sides work in local transactions. */
    TRANSACTED("transacted", 16, 16, 1, new PipelineWorkload("transacted", SendMode.transacted(), new QueueSink(true))),
    /** Every message goes to each durable subscription. */
    FAN_OUT("fan-out", 1, 10, 1, new PipelineWorkload("fan-out", SendMode.windowed(), new DurableSubscriptionSink())),
    /** Each consumer takes its own share of one queue by a selector. */
    SELECTORS("selectors", 4, 100, 10, new PipelineWorkload("selectors", SendMode.windowed(), new SelectorSink())),
    /** First everything goes in, then everything comes out. */
    BACKLOG("backlog", 4, 4, 1, new BacklogWorkload("backlog", new QueueSink(false))),
    /** The same, taken out by listeners. */
    LISTENER("listener", 4, 4, 1, new BacklogWorkload("listener", new ListenerSink())),
    /** Each requester waits for the answer on its temporary queue. */
    REQUEST_REPLY("request-reply", 8, 8, 1, new RequestReplyWorkload());

    private final String label;
    private final int producers;
    private final int consumers;
    private final int sessionsPerConnection;
    private final Workload workload;

    StandardWorkload(String label, int producers, int consumers, int sessionsPerConnection, Workload workload) {
        this.label = label;
        this.producers = producers;
        this.consumers = consumers;
        this.sessionsPerConnection = sessionsPerConnection;
        this.workload = workload;
    }

    /** The one with that {@link #label()}. */
    public static Optional<StandardWorkload> named(String label) {
        return Arrays.stream(values()).filter(w -> w.label.equals(label)).findFirst();
    }

    /** Its name on the command line and in reports. */
    public String label() {
        return label;
    }

    public int producers() {
        return producers;
    }

    public int consumers() {
        return consumers;
    }

    public int sessionsPerConnection() {
        return sessionsPerConnection;
    }

    @Override
    public List<Result> run(Settings settings) throws Exception {
        return workload.run(settings);
    }
}
