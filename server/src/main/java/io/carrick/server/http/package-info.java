/**
 * A small HTTP/1.1 server on Netty for health, metrics and management. One request per connection, with a limit of
 * size and of time; the requests are handled on one worker thread, which is also the executor of whatever the
 * endpoints ask of the broker.
 */
package io.carrick.server.http;
