/**
 * Who a client is and what it may do: the users file with its salted hashes, users of client certificates, roles,
 * permissions by address pattern, and the token that lets the operator of this machine in.
 */
package io.carrick.server.security;
