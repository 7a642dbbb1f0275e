/**
 * Half messages: a message that becomes visible if, and only if, a local transaction commits ({@code
 * docs/half-messages.md}). {@link io.carrick.jms.half.HalfMessageProducer} sends them and answers for its group; what the
 * application supplies is a {@link io.carrick.jms.half.LocalTransactionListener}.
 */
package io.carrick.jms.half;
