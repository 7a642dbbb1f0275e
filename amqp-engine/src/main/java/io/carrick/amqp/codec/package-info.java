/**
 * Frames and performatives of AMQP 1.0 part 2 as bytes.
 *
 * <p>The performatives of the hot path (transfer, disposition, flow) are read and written field by field straight
 * from and to the buffers of the socket; all others go through proton-j's codec, whose types are used throughout.
 * Whatever a peer sends is checked against the bytes that are there before anything is allocated for it, and every
 * defect becomes a {@link io.carrick.amqp.codec.ProtocolException} that names the condition and the endpoint to end.
 */
package io.carrick.amqp.codec;
