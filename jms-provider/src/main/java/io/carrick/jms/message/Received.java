package io.carrick.jms.message;

import io.carrick.jms.CarrickDestination;
import io.carrick.jms.wire.InboundDelivery;

/**
 * What a message that was received is made of.
 *
 * @param consumed where its consumer receives from, or null
 * @param nowMillis when it was received, in milliseconds since the epoch
 */
record Received(InboundDelivery delivery, Sections sections, CarrickDestination consumed, long nowMillis) {}
