/**
 * The broker under {@code kill -9}, full and failing disks and power cuts, with clients at work.
 *
 * <p>{@link io.carrick.tck.crash.History} is the judge: it records what clients asked for and saw, and names every
 * anomaly in the way that Jepsen's queue checks do (lost, phantom, unmarked duplicate, recovered, order inversion).
 */
package io.carrick.tck.crash;
