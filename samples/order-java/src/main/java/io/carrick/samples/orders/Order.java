package io.carrick.samples.orders;

import java.util.UUID;

/**
 * An order.
 *
 * @param id also the half id of its message
 */
record Order(String id, String item, int quantity) {

    static Order of(String item, int quantity) {
        return new Order(UUID.randomUUID().toString(), item, quantity);
    }
}
