package io.carrick.jms.half;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.client.HalfMessageConnection;
import io.carrick.jms.client.HalfMessageConnection.Terms;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;

/**
 * Sends half messages, decides about them, and answers for its producer group ({@code docs/half-messages.md}). Everything
 * that it does is stored at the broker before the method returns.
 *
 * <pre>{@code
 * try (HalfMessageProducer producer = new HalfMessageProducer(factory, "orders", listener)) {
 *     producer.start();
 *     producer.send("order-4711", new CarrickQueue("payments"), producer.createTextMessage("..."), order);
 * }
 * }</pre>
 *
 * <p>While it is started it is a member of its group: the broker asks it, by {@link LocalTransactionListener#check}, for
 * half messages whose sender has not decided in time, be it itself or another member. It has one connection. With a {@code
 * failover:} URI decisions, and half messages not written yet, go out when the broker is back. A half message that the
 * broker has not answered when the connection is lost is not sent again: {@code prepare} fails. Without failover sends fail
 * while the connection is lost, and it is opened anew, as long as it takes; what was left undecided is asked for.
 *
 * <p>Thread-safe: threads that send do not wait for each other. A message may be used by one of them at a time.
 *
 * <p>A half id has 1 to 255 characters and names one local transaction of the group. It must not be used again while the
 * broker remembers its outcome (24 hours, if it is not configured otherwise).
 */
public final class HalfMessageProducer implements AutoCloseable {
    private static final int NAME_LENGTH_MAX = 255;
    private static final int DEFAULT_CONCURRENT_CHECKS = 4;

    private final String group;
    private final Checks checks;
    private final GroupConnection connection;

    /**
     * A producer that answers up to 4 questions at a time.
     *
     * @throws IllegalArgumentException if the group has no name, or one longer than 255 characters
     */
    public HalfMessageProducer(CarrickConnectionFactory factory, String group, LocalTransactionListener listener) {
        this(factory, group, listener, DEFAULT_CONCURRENT_CHECKS);
    }

    /**
     * A producer.
     *
     * @param concurrentChecks how many questions it answers at a time; it holds no more than those, so that a small
     *     number shares the work between the members of a group
     */
    public HalfMessageProducer(
            CarrickConnectionFactory factory, String group, LocalTransactionListener listener, int concurrentChecks) {
        this(connector(factory), group, listener, concurrentChecks);
    }

    HalfMessageProducer(
            GroupConnection.Connector connector,
            String group,
            LocalTransactionListener listener,
            int concurrentChecks) {
        if (concurrentChecks < 1) {
            throw new IllegalArgumentException("The concurrent checks are not positive: " + concurrentChecks);
        }
        this.group = checked("producer group", group);
        checks = new Checks(Objects.requireNonNull(listener, "listener"));
        connection = new GroupConnection(connector, group, concurrentChecks, checks);
    }

    private static GroupConnection.Connector connector(CarrickConnectionFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return () -> HalfMessageConnection.over(factory.createConnection());
    }

    private static String checked(String what, String name) {
        if (name == null || name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "The " + what + " must have 1 to " + NAME_LENGTH_MAX + " characters: " + name);
        }
        return name;
    }

    /**
     * Connects, and joins the group. Once.
     *
     * @throws jakarta.jms.JMSSecurityException if the credentials are refused, or the user may not receive from {@code
     *     $half-check/<group>}
     * @throws JMSException if the broker cannot be reached; it may be tried again
     */
    public void start() throws JMSException {
        connection.start();
    }

    /** The name of the producer group. */
    public String group() {
        return group;
    }

    // ---- The whole of it ----

    /** As {@link #send(String, Destination, Message, Object)}, with a half id of its own making. */
    public HalfMessageResult send(Destination destination, Message message, Object argument) throws JMSException {
        return send(newId(), destination, message, argument);
    }

    /** As the method with options, with the default ones. */
    public HalfMessageResult send(String halfId, Destination destination, Message message, Object argument)
            throws JMSException {
        return send(halfId, destination, message, argument, HalfMessageOptions.DEFAULT);
    }

    /**
     * Sends a half message, runs the local transaction, and tells the broker its outcome.
     *
     * <p>Once the half message is stored no failure is thrown, only shown by the result: if {@code execute} throws or does
     * not know, or its outcome does not reach the broker, the broker asks the group for it later.
     *
     * @param argument for {@link LocalTransactionListener#execute}
     * @throws JMSException if the half message was not stored, or is not known to be; {@code execute} is not called then.
     *     If it was stored nevertheless, the group is asked: {@code check} does not find the transaction, and rolls back
     * @throws HalfMessageStateException if the half id was decided before
     * @throws jakarta.jms.JMSSecurityException if the user may not send to the destination, or to {@code $half/<group>}
     */
    public HalfMessageResult send(
            String halfId, Destination destination, Message message, Object argument, HalfMessageOptions options)
            throws JMSException {
        checked("half id", halfId);
        if (!checks.begin(halfId)) {
            throw new IllegalStateException("The half message " + halfId + " of " + group + " is being sent already");
        }
        Checks.Executed executed;
        try {
            prepare(halfId, destination, message, options);
            executed = checks.execute(new HalfMessage(halfId, group, message), argument);
        } finally {
            checks.end(halfId);
        }
        return decided(halfId, executed);
    }

    private HalfMessageResult decided(String halfId, Checks.Executed executed) {
        LocalTransactionState local = executed.state();
        if (local == LocalTransactionState.UNKNOWN) {
            return new HalfMessageResult(halfId, local, HalfMessageState.PREPARED, executed.failure());
        }
        try {
            decide(halfId, local);
        } catch (HalfMessageStateException e) {
            HalfMessageState known = e.state() == null ? HalfMessageState.PREPARED : e.state();
            return new HalfMessageResult(halfId, local, known, e);
        } catch (JMSException e) {
            return new HalfMessageResult(halfId, local, HalfMessageState.PREPARED, e);
        }
        HalfMessageState state =
                local == LocalTransactionState.COMMIT ? HalfMessageState.COMMITTED : HalfMessageState.ROLLED_BACK;
        return new HalfMessageResult(halfId, local, state, null);
    }

    // ---- Its steps ----

    /** A half id that nobody else has. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /** As the method with options, with the default ones. */
    public void prepare(String halfId, Destination destination, Message message) throws JMSException {
        prepare(halfId, destination, message, HalfMessageOptions.DEFAULT);
    }

    /**
     * Sends a half message, without deciding. Several with the same half id, to the same or different destinations, have
     * one outcome together.
     *
     * @throws HalfMessageStateException if the half id was decided before
     * @throws jakarta.jms.JMSSecurityException if the user may not send to the destination, or to {@code $half/<group>}
     * @throws jakarta.jms.ResourceAllocationException if the broker or the half id is full
     * @throws JMSException if it was not stored, or is not known to be
     */
    public void prepare(String halfId, Destination destination, Message message, HalfMessageOptions options)
            throws JMSException {
        Terms terms = new Terms(
                group,
                checked("half id", halfId),
                options.checkAfter() == null ? null : (Long) HalfMessageOptions.millis(options.checkAfter()),
                options.priority(),
                HalfMessageOptions.millis(options.timeToLive()),
                HalfMessageOptions.millis(options.deliveryDelay()));
        try {
            connection.get().prepare(destination, message, terms);
        } catch (JMSException e) {
            throw Refusals.ofPrepare(group, halfId, e);
        }
    }

    /**
     * Makes the messages of the half id visible. Does nothing if that was done before.
     *
     * @throws HalfMessageStateException if it was rolled back before
     * @throws HalfMessageNotFoundException if the group has no such half message
     * @throws jakarta.jms.JMSSecurityException if the user may not send to {@code $half/<group>}
     * @throws JMSException if the outcome is not known; to be tried again, or left to check-back
     */
    public void commit(String halfId) throws JMSException {
        decide(halfId, LocalTransactionState.COMMIT);
    }

    /**
     * Drops the messages of the half id. Does nothing if that was done before.
     *
     * @throws HalfMessageStateException if it was committed before
     * @throws HalfMessageNotFoundException if the group has no such half message
     * @throws jakarta.jms.JMSSecurityException if the user may not send to {@code $half/<group>}
     * @throws JMSException if the outcome is not known; to be tried again, or left to check-back
     */
    public void rollback(String halfId) throws JMSException {
        decide(halfId, LocalTransactionState.ROLLBACK);
    }

    private void decide(String halfId, LocalTransactionState state) throws JMSException {
        Decision decision = decision(halfId, state);
        try {
            connection.get().decide(group, halfId, decision.text());
        } catch (JMSException e) {
            throw Refusals.ofDecision(decision, e);
        }
    }

    private Decision decision(String halfId, LocalTransactionState state) {
        return new Decision(group, checked("half id", halfId), state);
    }

    /**
     * Makes the decision a part of a transaction: it is taken when that is committed, and not if it is rolled back. If the
     * opposite was decided before, or there is no such half message, the commit fails with a {@link
     * jakarta.jms.TransactionRolledBackException}.
     *
     * @param session a transacted session of this provider, to the same broker; not one of XA
     * @param decision commit or rollback
     */
    public void decideIn(Session session, String halfId, LocalTransactionState decision) throws JMSException {
        decision(halfId, decision).sendIn(session);
    }

    /** As {@link #decideIn(Session, String, LocalTransactionState)}, with a transacted context. */
    public void decideIn(JMSContext context, String halfId, LocalTransactionState decision) throws JMSException {
        decision(halfId, decision).sendIn(context);
    }

    // ---- Messages to be sent ----

    /** A message with that text; null for none. */
    public TextMessage createTextMessage(String text) throws JMSException {
        return connection.get().messages().createTextMessage(text);
    }

    public BytesMessage createBytesMessage() throws JMSException {
        return connection.get().messages().createBytesMessage();
    }

    public MapMessage createMapMessage() throws JMSException {
        return connection.get().messages().createMapMessage();
    }

    /** A message with that object, serialised at once; null for none. */
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        return connection.get().messages().createObjectMessage(object);
    }

    /**
     * Leaves the group and closes the connection. Checks under way are waited for, for the close time-out of the
     * connection; what they answer later is not sent, and the broker asks again. Sends under way may fail, or leave their
     * outcome to check-back. Idempotent.
     */
    @Override
    public void close() {
        connection.close();
    }
}
