package io.carrick.benchmarks.load;

/** What is timed of an operation. */
enum Timing {
    /** From the call of send until the broker's word that it has the message. */
    SEND("send"),
    /** From the call of send until the receipt by a consumer. */
    DELIVERY("delivery"),
    /** From the call of send until the receipt of the answer. */
    ROUND_TRIP("round-trip");

    private final String label;

    Timing(String label) {
        this.label = label;
    }

    /** Its name in reports. */
    String label() {
        return label;
    }
}
