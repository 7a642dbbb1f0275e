/**
 * State written aside at a known position of the log, so that a restart replays only the tail. The last two
 * checkpoints are kept; whatever either of them refers to must stay as it is on disk.
 */
package io.carrick.store.checkpoint;
