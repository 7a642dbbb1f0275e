/** What is served over HTTP: health, metrics, and the management interface under {@code /api/v1}. */
package io.carrick.server.api;
