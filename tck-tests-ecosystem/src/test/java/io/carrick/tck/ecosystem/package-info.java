/**
 * The JMS provider under what applications use it with: Spring, Camel, pools, application servers' connection consumers,
 * meters and tracers. The broker is the built one, as a process.
 */
package io.carrick.tck.ecosystem;
