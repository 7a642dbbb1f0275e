package io.carrick.amqp.codec;

import java.util.HexFormat;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/**
 * A transfer performative (part 2, section 2.7.5).
 *
 * @param deliveryId as an unsigned 32-bit value, or {@link #ABSENT}
 * @param deliveryTag null if absent
 * @param messageFormat as an unsigned 32-bit value, or {@link #ABSENT}
 * @param settled null if absent
 * @param settlesSecond true or false as rcv-settle-mode says, null if absent
 * @param state null if absent
 */
public record TransferFrame(
        long handle,
        long deliveryId,
        byte[] deliveryTag,
        long messageFormat,
        Boolean settled,
        boolean more,
        Boolean settlesSecond,
        DeliveryState state,
        boolean resume,
        boolean aborted) {
    /** Stands for a number that was not sent. */
    public static final long ABSENT = -1;

    /** Longest delivery tag in bytes (part 2, section 2.8.7). */
    public static final int TAG_BYTES_MAX = 32;

    /** All fields, the tag in hexadecimal. */
    @Override
    public String toString() {
        return "TransferFrame[handle=" + handle + ", deliveryId=" + deliveryId + ", deliveryTag="
                + (deliveryTag == null ? null : HexFormat.of().formatHex(deliveryTag)) + ", messageFormat="
                + messageFormat + ", settled=" + settled + ", more=" + more + ", settlesSecond=" + settlesSecond
                + ", state=" + state + ", resume=" + resume + ", aborted=" + aborted + "]";
    }
}
