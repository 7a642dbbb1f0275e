/**
 * The settings of a connection factory, from its URI, its properties or its setters. Every option is defined once, with
 * its name, default and permitted values, in the {@code *Options} classes; the table of the documentation is compared
 * with them. Names are those of Apache Qpid JMS where it has an equal.
 */
package io.carrick.jms.config;
