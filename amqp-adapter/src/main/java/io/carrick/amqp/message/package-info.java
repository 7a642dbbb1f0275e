/**
 * AMQP 1.0 messages as bytes: finding the sections of an encoded message, reading the few fields that the broker
 * acts on, writing the sections that an intermediary may change, and naming things (addresses, subscriptions, error
 * conditions) as clients do.
 *
 * <p>Nothing here decodes a message into objects. Values are located in the bytes and read when somebody asks, after
 * every size and count has been checked against the bytes at hand, so that hostile input costs what its length costs
 * and no more. The bare message is never re-encoded.
 */
package io.carrick.amqp.message;
