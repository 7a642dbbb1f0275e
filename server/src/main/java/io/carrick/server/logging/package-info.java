/** Sets up what is logged and in which form: one event per line, as text or as JSON, on standard output. */
package io.carrick.server.logging;
