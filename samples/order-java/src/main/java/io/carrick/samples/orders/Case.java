package io.carrick.samples.orders;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;

/** What the sample shows. */
enum Case {
    PAID {
        @Override
        void run(Demonstration on) throws InterruptedException {
            on.place(Order.of("anchor", 1), OrderState.PAID, "shipped");
        }
    },
    HALF_WRITE_FAILS {
        @Override
        void run(Demonstration on) {
            on.shop().place(Demonstration.CLOSED, Order.of("rope", 1), OrderState.PAID, Shop.Pause.NONE);
        }
    },
    DATABASE_FAILS {
        @Override
        void run(Demonstration on) {
            on.shop().place(Demonstration.WAREHOUSE, Order.of("sail", 0), OrderState.PAID, Shop.Pause.NONE);
        }
    },
    BROKER_DIES {
        @Override
        void run(Demonstration on) throws InterruptedException {
            Order compass = Order.of("compass", 1);
            on.shop().place(Demonstration.WAREHOUSE, compass, OrderState.PAID, () -> {
                Shop.say(compass.item(), "kill the broker now, and start it again");
                on.events().await("loss of the connection");
            });
            on.events().await("shipped " + compass.id());
        }
    },
    PAID_LATER {
        @Override
        void run(Demonstration on) throws InterruptedException, SQLException {
            Order lantern = Order.of("lantern", 1);
            on.place(lantern, OrderState.NOT_PAID, "unknown");
            Shop.say(lantern.item(), "the payment arrives");
            on.table().setState(lantern, OrderState.PAID);
            on.events().await("shipped " + lantern.id());
        }
    },
    CANCELLED {
        @Override
        void run(Demonstration on) throws InterruptedException, SQLException {
            Order bell = Order.of("bell", 1);
            on.place(bell, OrderState.NOT_PAID, "unknown");
            Shop.say(bell.item(), "the order is cancelled");
            on.table().setState(bell, OrderState.CANCELLED);
            on.events().await("rollback " + bell.id());
        }
    };

    abstract void run(Demonstration on) throws InterruptedException, SQLException;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Case of(String text) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no case " + text + ", only " + Arrays.toString(values())));
    }
}
