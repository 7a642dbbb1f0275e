/**
 * The configuration of a broker as immutable records, and how it is put together from the embedded default, one
 * YAML file, the environment and the command line. {@code docs/configuration.md} documents every key.
 */
package io.carrick.server.config;
