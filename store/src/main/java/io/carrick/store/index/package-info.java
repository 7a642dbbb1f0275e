/**
 * Answers "where is my message": from the hash of a key and a range of time to places in the commit log. Sorted runs
 * on disk, the newest run in memory. A match is a candidate: two keys may have one hash, so the reader of the message
 * compares the key itself.
 */
package io.carrick.store.index;
