package io.carrick.amqp.engine;

import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** For a session that the peer began: its links are all that an application hears of. */
enum UnheardSession implements SessionHandler {
    INSTANCE;

    @Override
    public void begun() {
        // Only said of sessions that this side begins.
    }

    @Override
    public void ended(ErrorCondition error) {
        // The links have been told.
    }
}
