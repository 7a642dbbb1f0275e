/**
 * What both sides of a SASL exchange share: SASLprep (RFC 4013), and the functions and lexical rules of SCRAM (RFC
 * 5802, RFC 7677). Stateless; the exchanges themselves belong to the broker and to the client.
 */
package io.carrick.amqp.mechanism;
