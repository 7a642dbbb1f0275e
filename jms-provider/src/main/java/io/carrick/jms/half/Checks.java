package io.carrick.jms.half;

import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.wire.Settlement;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the listener, and knows which local transactions run here. Thread-safe. */
final class Checks {
    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private final LocalTransactionListener listener;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    Checks(LocalTransactionListener listener) {
        this.listener = listener;
    }

    /** The local transaction of a half id begins here; false if it runs already. */
    boolean begin(String id) {
        return running.add(id);
    }

    void end(String id) {
        running.remove(id);
    }

    /** How a local transaction ended: state and, if there is one, exception. */
    record Executed(LocalTransactionState state, Exception failure) {}

    Executed execute(HalfMessage half, Object argument) {
        try {
            return new Executed(known(listener.execute(half, argument)), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(half, e);
        } catch (Exception e) {
            return failed(half, e);
        }
    }

    private static Executed failed(HalfMessage half, Exception cause) {
        LOG.warn(
                "The local transaction of the half message {} of {} has failed; the group is asked for its outcome",
                half.id(),
                half.group(),
                cause);
        return new Executed(LocalTransactionState.UNKNOWN, cause);
    }

    /** A transaction that runs here has no outcome yet, whatever the database shows. */
    Settlement answer(CarrickMessage question) throws JMSException {
        HalfMessageCheck check = HalfMessageCheck.of(question);
        LocalTransactionState known = running.contains(check.id()) ? LocalTransactionState.UNKNOWN : ask(check);
        // One may have begun while the listener looked.
        LocalTransactionState answer = running.contains(check.id()) ? LocalTransactionState.UNKNOWN : known;
        return switch (answer) {
            case COMMIT -> Settlement.ACCEPTED;
            case ROLLBACK -> Settlement.REJECTED;
            case UNKNOWN -> Settlement.RELEASED;
        };
    }

    private LocalTransactionState ask(HalfMessageCheck check) {
        try {
            return known(listener.check(check));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unanswered(check, e);
        } catch (Exception e) {
            return unanswered(check, e);
        }
    }

    private static LocalTransactionState unanswered(HalfMessageCheck check, Exception cause) {
        LOG.warn(
                "The check of the half message {} of {} has failed, and is repeated", check.id(), check.group(), cause);
        return LocalTransactionState.UNKNOWN;
    }

    private static LocalTransactionState known(LocalTransactionState state) {
        return state == null ? LocalTransactionState.UNKNOWN : state;
    }
}
