/** The main job in a minute: no acknowledged message is lost when the broker is killed. Uses Qpid JMS as the client. */
package io.carrick.server.demo;
