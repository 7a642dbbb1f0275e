package io.carrick.amqp.link;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Who is attached to which link: a link that is attached again is taken from where it was. Thread-safe. */
final class LinkClaims {
    private final Map<Key, Holder> holders = new ConcurrentHashMap<>();

    /**
     * Identity of a link (part 2, section 2.6.1).
     *
     * @param receiver whether the client is the receiver
     */
    record Key(String containerId, String name, boolean receiver) {}

    /** An attachment. */
    interface Holder {
        /** Runs what concerns this attachment. */
        Executor loop();

        /**
         * Detaches with {@code amqp:link:stolen}. On {@link #loop()}.
         *
         * @param gone to be run when nothing of the attachment is left
         */
        void stolen(Runnable gone);
    }

    /**
     * Makes {@code holder} the holder of a link.
     *
     * @param ready run on its loop, now if nobody else holds the link
     */
    void claim(Key key, Holder holder, Runnable ready) {
        Holder former = holders.put(key, holder);
        if (former == null) {
            ready.run();
        } else {
            former.loop().execute(() -> former.stolen(() -> holder.loop().execute(ready)));
        }
    }

    /** Gives the link up; does nothing if it was stolen. */
    void release(Key key, Holder holder) {
        holders.remove(key, holder);
    }
}
