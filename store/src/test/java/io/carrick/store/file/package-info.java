/** A simulated disk for deterministic fault tests, published to other modules with the test-jar of the store. */
package io.carrick.store.file;
