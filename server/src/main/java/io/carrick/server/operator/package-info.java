/**
 * What operators do to transactions of all kinds, whichever way they ask: who may, what they are shown, and the record of
 * what they have done.
 */
package io.carrick.server.operator;
