/**
 * Where to connect next and when: pure decisions of a failover, without sockets and clocks. What has to be restored
 * afterwards is known to {@code io.carrick.jms.amqp}.
 */
package io.carrick.jms.failover;
