/**
 * Settings of addresses by name patterns.
 *
 * <p>{@link io.carrick.broker.settings.AddressPattern} is a pattern such as {@code orders.#}; {@link
 * io.carrick.broker.settings.AddressPatterns} is the catalog of settings that is made of patterns, each of which says
 * something ({@link io.carrick.broker.settings.AddressSettingsOverride}) about the addresses that match it. The more
 * specific pattern wins, and what it leaves open the less specific ones fill in.
 */
package io.carrick.broker.settings;
