package io.carrick.broker;

/** When a dynamic node goes (AMQP 1.0 part 3, section 3.5.10 ff.). In any case it goes with its connection. */
public enum Lifetime {
    DELETE_ON_CLOSE,
    DELETE_ON_NO_LINKS,
    DELETE_ON_NO_MESSAGES,
    DELETE_ON_NO_LINKS_OR_MESSAGES
}
