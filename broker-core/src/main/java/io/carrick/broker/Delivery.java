package io.carrick.broker;

/** One message held by one consumer. */
public interface Delivery {
    Consumer consumer();

    /**
     * The message's place in its queue or subscription: the same number each time the same message is delivered from
     * there, which is how a link that resumes finds its deliveries again.
     */
    long sequence();

    /**
     * The message; read from the log, on the calling thread, if it is no longer in memory.
     *
     * @throws java.io.UncheckedIOException if it cannot be read or fails its checksum
     */
    Message message();

    /** Number of earlier attempts: what AMQP's header calls delivery-count. */
    int deliveryCount();

    /** False if another consumer, or this one, may have seen it before. */
    boolean firstAcquirer();
}
