/**
 * What applications name of the provider: connection factories, destinations, and the hooks for those who want to know
 * what happens. Everything else is used through the interfaces of Jakarta Messaging.
 */
package io.carrick.jms;
