package io.carrick.broker.core;

import io.carrick.broker.BrokerEnvironment;
import io.carrick.broker.BrokerSettings;
import io.carrick.broker.record.JournalRecord;
import io.carrick.broker.record.RecordKind;
import io.carrick.broker.state.BrokerState;
import io.carrick.broker.state.LiveSpace;
import io.carrick.broker.state.MessageCache;
import io.carrick.broker.state.StateImage;
import io.carrick.broker.state.StateResources;
import io.carrick.store.CommitLog;
import io.carrick.store.checkpoint.Checkpoint;
import io.carrick.store.checkpoint.Checkpoints;
import io.carrick.store.file.LogDirectory;
import io.carrick.store.index.MessageIndex;
import io.carrick.store.index.MessageIndexSettings;
import io.carrick.store.queue.ConsumeQueueSettings;
import io.carrick.store.queue.PageFile;
import io.carrick.store.timer.Timers;
import java.io.DataInput;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the state that a directory holds: the newest checkpoint, and the log from there on applied to it. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final CommitLog log;
    private final LogDirectory data;
    private final BrokerSettings settings;
    private final BrokerEnvironment environment;
    private final StoredMessages stored;
    private final Filters filters;
    private PageFile pages;
    private Timers timers;
    private MessageIndex index;
    private BrokerState state;
    private Checkpointing checkpointing;
    private RecordApplier applier;
    private long replayedRecords;

    Recovery(CommitLog log, LogDirectory data, BrokerSettings settings, BrokerEnvironment environment) {
        this.log = log;
        this.data = data;
        this.settings = settings;
        this.environment = environment;
        stored = new StoredMessages(log);
        filters = new Filters(environment.format());
    }

    void run() throws IOException {
        Checkpoints checkpoints = new Checkpoints(data.directory("checkpoints"));
        Optional<Checkpoint> latest = checkpoints.latest();
        long from = log.firstPosition();
        if (latest.isPresent()) {
            from = restore(latest.get());
        } else if (from >= settings.log().segmentSizeBytes()) {
            throw new IOException("No valid checkpoint, and the log begins only at position " + from);
        } else {
            pages = new PageFile(data.directory("pages"), ConsumeQueueSettings.PAGE_BYTES);
            timers = new Timers(data.directory("timers"));
            index = new MessageIndex(data.directory("index"));
            state = newState();
        }
        checkpointing =
                new Checkpointing(state, log, pages, timers, index, checkpoints, settings.checkpointEveryBytes(), from);
        applier = new RecordApplier(state, index, checkpointing);
        replay(from);
    }

    private long restore(Checkpoint latest) throws IOException {
        try (Checkpoint checkpoint = latest) {
            DataInput in = checkpoint.body();
            log.readUsage(in, checkpoint.position());
            pages = PageFile.read(in, data.directory("pages"), ConsumeQueueSettings.PAGE_BYTES);
            timers = Timers.read(in, data.directory("timers"));
            state = newState();
            new StateImage(state).read(in);
            index = MessageIndex.read(in, data.directory("index"), MessageIndexSettings.defaults());
            index.dropBefore(log.firstPosition());
            return checkpoint.position();
        }
    }

    private BrokerState newState() {
        MessageCache cache = new MessageCache(settings.cacheBytes(), settings.memoryOnlyBytes());
        StateResources resources = new StateResources(new LogSpace(log), cache, pages, ConsumeQueueSettings.defaults());
        stored.largeBodies(resources.largeBodies());
        return new BrokerState(
                environment.addressSettings(),
                filters,
                resources,
                stored,
                timers,
                settings.halfMessages(),
                settings.branchOutcomes());
    }

    private void replay(long from) throws IOException {
        log.replay(from, (position, size, index, type, timestamp, body) -> {
            JournalRecord record = RecordKind.decode(timestamp, body);
            record.placed(position, size, index);
            applier.apply(record);
            replayedRecords++;
        });
        LOG.info(
                "Recovered {} addresses, {} records replayed from position {}",
                state.addresses().all().size(),
                replayedRecords,
                from);
    }

    /** How many records came after the checkpoint. */
    long replayedRecords() {
        return replayedRecords;
    }

    StoredMessages stored() {
        return stored;
    }

    Filters filters() {
        return filters;
    }

    PageFile pages() {
        return pages;
    }

    Timers timers() {
        return timers;
    }

    MessageIndex index() {
        return index;
    }

    RecordApplier applier() {
        return applier;
    }

    BrokerState state() {
        return state;
    }

    Checkpointing checkpointing() {
        return checkpointing;
    }

    private record LogSpace(CommitLog log) implements LiveSpace {
        @Override
        public void retain(long position, int size) {
            log.retain(position, size);
        }

        @Override
        public void release(long position, int size) {
            log.release(position, size);
        }
    }
}
