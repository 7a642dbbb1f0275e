/** Bytes on disk: the commit log and everything that is derived from it. */
package io.carrick.store;
