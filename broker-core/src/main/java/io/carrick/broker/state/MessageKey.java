package io.carrick.broker.state;

/**
 * Names a message inside its address. A lane is the list of messages of one priority, kept in the log or only in
 * memory; a key is a lane and an index in it, packed so that the natural order of keys is the order of dispatch:
 *
 * <pre>
 * bits 62..57 lane = (9 - priority) * 2 + (in memory only ? 0 : 1)
 * bits 56..0  index in the lane
 * </pre>
 */
public final class MessageKey {
    /** Number of lanes. */
    public static final int LANES = 20;

    private static final int INDEX_BITS = 57;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

    private MessageKey() {}

    public static long of(int lane, long index) {
        return (long) lane << INDEX_BITS | index;
    }

    public static int lane(long key) {
        return (int) (key >>> INDEX_BITS);
    }

    public static long index(long key) {
        return key & INDEX_MASK;
    }

    /** The lane of messages of that priority. */
    public static int lane(int priority, boolean memoryOnly) {
        return (9 - priority) * 2 + (memoryOnly ? 0 : 1);
    }

    /** Whether the lane's messages are in memory only, so that nothing about them is written to the journal. */
    public static boolean memoryOnly(int lane) {
        return (lane & 1) == 0;
    }
}
