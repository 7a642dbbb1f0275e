/**
 * The transport layer of AMQP 1.0 (part 2) as state machines: {@link io.carrick.amqp.engine.Connection},
 * {@link io.carrick.amqp.engine.Session}, {@link io.carrick.amqp.engine.ReceivingLink} and
 * {@link io.carrick.amqp.engine.SendingLink}.
 *
 * <pre>
 *   bytes, time ──► Connection ──► Session ──► Link ──► ConnectionHandler, SessionHandler, …LinkHandler
 *                        ▲                                        │
 *   Output (bytes) ◄─────┴─────── attach, grant, send, settle ◄───┘
 * </pre>
 *
 * <p>The engine plays either side: the one that opens, begins and attaches, and the one that answers. It knows no
 * socket, no thread and no clock: bytes and the time come in as arguments, frames go out to an
 * {@link io.carrick.amqp.engine.Output}. Every object belongs to one connection and is used by one thread at a time,
 * which calls {@code receive} with what has come, {@code flush} after each batch of calls, {@code writable} when the
 * socket has room again, {@code tick} as often as it asks for it, and {@code lost} when the socket is gone.
 *
 * <p>A client, in short:
 *
 * <pre>{@code
 * Connection connection = new Connection("my-container", limits, output, handler, now);
 * Open open = new Open();
 * open.setHostname("example.org");
 * connection.open(open);                              // then handler.opened(theirs), or handler.closed()
 *
 * Session session = connection.beginSession(sessionHandler);         // begun(), later ended(error)
 * SendingLink sender = session.attachSender(toQueue, senderHandler); // attached(answer) or refused(error)
 *
 * // senderHandler.flow() and sendable():
 * while (sender.ready() && !outbox.isEmpty()) {
 *     sender.send(Payload.of(outbox.bytes()), false, transactionalState, outbox.poll());
 * }                                                   // then disposed(delivery, state, settled) for each
 *
 * ReceivingLink receiver = session.attachReceiver(fromQueue, receiverHandler);
 * receiver.grant(100);                                // in attached(); then transfer(delivery, bytes, more)
 * delivery.settle(Accepted.getInstance());            // joined with its neighbours until the flush
 * receiver.drain();                                   // or pull(1); then drained()
 *
 * session.flushDispositions();                        // before a discharge that depends on them
 * receiver.detach(true, null);                        // then detachCompleted(error)
 * session.end(null);                                  // then ended(error)
 * connection.close(null);                             // closed(); output.close() when the peer has answered
 * }</pre>
 *
 * <p>A defect in what the peer sends ends the smallest endpoint that the specification names: the link, the session
 * or the connection. Its handler is told at once, and {@code error()} tells why. An endpoint that was ended from this
 * side ignores what was already under way to it until the peer has answered.
 *
 * <p>Memory is bounded by what this side allows: frames by the maximum frame size, sessions and links by the maxima of
 * channels and handles, unsettled deliveries by the credit granted, an assembled message by the maximum message size
 * of the link.
 */
package io.carrick.amqp.engine;
