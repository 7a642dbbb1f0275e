/**
 * The transport layer of AMQP 1.0 (part 2) as state machines: {@link io.carrick.amqp.engine.Connection},
 * {@link io.carrick.amqp.engine.Session}, {@link io.carrick.amqp.engine.ReceivingLink} and
 * {@link io.carrick.amqp.engine.SendingLink}.
 *
 * <pre>
 *   bytes, time ──► Connection ──► Session ──► Link ──► ConnectionHandler, …LinkHandler (the broker binding)
 *                        ▲                                        │
 *   Output (bytes) ◄─────┴────────── attach, grant, send, settle ◄┘
 * </pre>
 *
 * <p>The engine is the server's side: it never opens connections, sessions or links itself. It knows no socket, no
 * thread and no clock: bytes and the time come in as arguments, frames go out to an
 * {@link io.carrick.amqp.engine.Output}. Every object belongs to one connection and is used by one thread at a time.
 *
 * <p>A defect in what the peer sends ends the smallest endpoint that the specification names: the link, the session
 * or the connection. An endpoint that was ended from this side ignores what was already under way to it until the
 * peer has answered.
 */
package io.carrick.amqp.engine;
