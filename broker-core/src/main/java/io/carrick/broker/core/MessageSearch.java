package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerError.Code;
import io.carrick.broker.BrokerException;
import io.carrick.broker.Message;
import io.carrick.broker.MessageFormat;
import io.carrick.broker.record.MessageCarrier;
import io.carrick.broker.record.RelocateRecord;
import io.carrick.broker.state.Place;
import io.carrick.store.RecordReleasedException;
import io.carrick.store.index.MessageIndex;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the records of messages by id or key: candidates from the index, compared with what the log holds. Searches
 * run one at a time on a thread of their own, since they read the disk.
 */
final class MessageSearch implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageSearch.class);

    /** Entries of the index that are looked at: some may be of segments that are gone. */
    private static final int CANDIDATES_MAX = 10_000;

    private static final long THREAD_REST_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    private final MessageIndex index;
    private final StoredMessages stored;
    private final MessageFormat format;
    private final ThreadPoolExecutor executor;

    MessageSearch(MessageIndex index, StoredMessages stored, MessageFormat format) {
        this.index = index;
        this.stored = stored;
        this.format = format;
        executor = new ThreadPoolExecutor(
                1, 1, THREAD_REST_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), MessageSearch::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "carrick-search");
        thread.setDaemon(true);
        return thread;
    }

    /** Records of the messages, the last one first. See {@link io.carrick.broker.Administration#find}. */
    CompletionStage<List<MessageCarrier>> find(String key, long fromMillis, long toMillis, int max) {
        CompletableFuture<List<MessageCarrier>> found = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                found.complete(read(key, candidates(key, fromMillis, toMillis), max));
            } catch (IOException e) {
                LOG.error("The index cannot be searched for {}", key, e);
                found.completeExceptionally(new BrokerException(new BrokerError(Code.INTERNAL, e.getMessage())));
            } catch (RuntimeException e) {
                found.completeExceptionally(e);
            }
        });
        return found;
    }

    /** Places by position, the last one first. */
    private TreeMap<Long, Integer> candidates(String key, long fromMillis, long toMillis) throws IOException {
        TreeMap<Long, Integer> places = new TreeMap<>(Comparator.reverseOrder());
        for (String text : new LinkedHashSet<>(List.of(key, format.messageId(key)))) {
            index.find(
                    MessageIndex.hash(text),
                    fromMillis,
                    toMillis,
                    CANDIDATES_MAX,
                    (timestamp, position, size) -> places.put(position, size));
        }
        return places;
    }

    private List<MessageCarrier> read(String key, TreeMap<Long, Integer> places, int max) {
        List<MessageCarrier> found = new ArrayList<>();
        Set<Copied> copied = new HashSet<>();
        for (var place : places.entrySet()) {
            if (found.size() == max) {
                break;
            }
            MessageCarrier record = carrier(new Place(place.getKey(), place.getValue()));
            if (record != null && matches(record.body().message(), key) && !copied.contains(Copied.of(record))) {
                found.add(record);
                if (record instanceof RelocateRecord) {
                    copied.add(Copied.of(record));
                }
            }
        }
        return found;
    }

    /** Null if its segment is gone, or it cannot be read. */
    private MessageCarrier carrier(Place place) {
        try {
            return stored.carrier(place);
        } catch (RecordReleasedException e) {
            return null;
        } catch (IOException e) {
            LOG.error("A message that was found cannot be read", e);
            return null;
        }
    }

    private boolean matches(Message message, String key) {
        if (key.equals(message.messageId()) || format.messageId(key).equals(message.messageId())) {
            return true;
        }
        String keys = message.attributes().keyCount() == 0 ? null : format.keys(message);
        return keys != null && Arrays.asList(keys.split("\\s+")).contains(key);
    }

    /** Ends the thread when it is done. It is not interrupted: that would close the files under others. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A search for messages still runs while the broker stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A message that was copied forward: where it lay before is of no interest. */
    private record Copied(long addressId, long timestamp, String messageId) {
        static Copied of(MessageCarrier record) {
            Message message = record.body().message();
            return new Copied(record.addressId(), message.timestamp(), message.messageId());
        }
    }
}
