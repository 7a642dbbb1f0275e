/**
 * The broker as a process, and the commands around it. The only module that knows all the others.
 */
package io.carrick.server;
