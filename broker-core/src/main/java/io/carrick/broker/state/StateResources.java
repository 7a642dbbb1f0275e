package io.carrick.broker.state;

import io.carrick.store.queue.ConsumeQueue;
import io.carrick.store.queue.ConsumeQueueSettings;
import io.carrick.store.queue.PageFile;
import java.io.DataInput;
import java.io.IOException;

/** What message queues are made of, shared by all addresses of a shard. */
public final class StateResources {
    private final LiveSpace space;
    private final MessageCache cache;
    private final LargeBodies largeBodies;
    private final PageFile pages;
    private final ConsumeQueueSettings settings;

    public StateResources(LiveSpace space, MessageCache cache, PageFile pages, ConsumeQueueSettings settings) {
        this.space = space;
        this.cache = cache;
        this.pages = pages;
        this.settings = settings;
        largeBodies = new LargeBodies(space);
    }

    LiveSpace space() {
        return space;
    }

    /** The messages kept in memory. */
    public MessageCache cache() {
        return cache;
    }

    /** The chains of large messages. */
    public LargeBodies largeBodies() {
        return largeBodies;
    }

    ConsumeQueue newConsumeQueue() {
        return new ConsumeQueue(pages, settings);
    }

    ConsumeQueue readConsumeQueue(DataInput in) throws IOException {
        return ConsumeQueue.read(in, pages, settings);
    }
}
