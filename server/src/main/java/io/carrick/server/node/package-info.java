/**
 * One running broker: {@link io.carrick.server.node.Node} starts store, core and listeners (an
 * {@link io.carrick.server.node.Engine}) and then HTTP, and stops them in reverse.
 */
package io.carrick.server.node;
