package io.carrick.broker;

/** Finds the settings of an address by its name. Thread-safe; called on the core thread. */
@FunctionalInterface
public interface AddressSettingsCatalog {
    AddressSettings settings(String address);
}
