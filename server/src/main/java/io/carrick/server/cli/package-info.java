/**
 * The command line. Commands print their result on standard output, as a table or with {@code --json} for scripts, and
 * one line about what went wrong on standard error.
 */
package io.carrick.server.cli;
