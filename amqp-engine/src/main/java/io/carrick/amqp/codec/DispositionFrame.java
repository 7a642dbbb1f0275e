package io.carrick.amqp.codec;

import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * A disposition performative (part 2, section 2.7.6).
 *
 * @param fromReceiver the role of the peer that sent it
 * @param first first delivery id, an unsigned 32-bit value
 * @param last last delivery id; equal to {@code first} if it was not sent
 * @param state null if absent
 */
public record DispositionFrame(boolean fromReceiver, long first, long last, boolean settled, DeliveryState state) {}
