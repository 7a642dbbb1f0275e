package io.carrick.jms.config;

import io.carrick.jms.wire.Settlement;

/** The outcomes of a message delivered too often, by the names that Qpid JMS gives them. */
enum RedeliveryOutcome {
    ACCEPTED(Settlement.ACCEPTED),
    REJECTED(Settlement.REJECTED),
    RELEASED(Settlement.RELEASED),
    MODIFIED_FAILED(Settlement.FAILED),
    MODIFIED_FAILED_UNDELIVERABLE(Settlement.FAILED_HERE);

    private final Settlement settlement;

    RedeliveryOutcome(Settlement settlement) {
        this.settlement = settlement;
    }

    Settlement settlement() {
        return settlement;
    }
}
