/**
 * Traces of messages for OpenTelemetry. Needs {@code io.opentelemetry:opentelemetry-api}, which the provider does not
 * bring: nothing else refers to this package.
 */
package io.carrick.jms.opentelemetry;
