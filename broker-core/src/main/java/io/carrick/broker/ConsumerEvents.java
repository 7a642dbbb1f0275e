package io.carrick.broker;

/** What a consumer is told. Called on the connection's executor. */
public interface ConsumerEvents {
    /** A message to send to the client. The consumer holds it until it is settled or the consumer closes. */
    void deliver(Delivery delivery);

    /** The drain of {@link Consumer#credit} is answered; the limit of that call counts as used up. */
    void drained(long limit);

    /** The broker closed the consumer; unsettled deliveries have been returned. */
    void closed(BrokerError reason);
}
