package io.carrick.tck.half;

/**
 * A half id and its local transaction, chosen by its number.
 *
 * @param life of the producer that made it
 * @param number counted from 1 in that life
 */
record HalfKey(int life, int number) {

    /** What the producer does with a half message, if it lives long enough. */
    enum Fate {
        /** Never comes to its local transaction. */
        HELD,
        COMMITTED_WITHOUT_A_WORD,
        ROLLED_BACK_WITHOUT_A_WORD,
        COMMITTED,
        COMMITTED_TOO,
        ROLLED_BACK;

        /** Whether only the group's answer can decide. */
        boolean needsCheckBack() {
            return ordinal() < COMMITTED.ordinal();
        }

        /** Whether the local transaction is committed. */
        boolean commits() {
            return this == COMMITTED_WITHOUT_A_WORD || this == COMMITTED || this == COMMITTED_TOO;
        }
    }

    Fate fate() {
        return Fate.values()[number % Fate.values().length];
    }

    /** The half id, which is the text of the message, too. */
    String text() {
        return life + "-" + number;
    }

    static HalfKey parse(String text) {
        int dash = text.indexOf('-');
        return new HalfKey(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }
}
