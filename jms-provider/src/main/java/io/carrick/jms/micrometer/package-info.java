/**
 * Metrics of messages for Micrometer. Needs {@code io.micrometer:micrometer-core}, which the provider does not bring:
 * nothing else refers to this package.
 */
package io.carrick.jms.micrometer;
