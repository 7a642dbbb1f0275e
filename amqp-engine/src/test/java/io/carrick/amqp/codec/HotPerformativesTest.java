package io.carrick.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;

/** What is read and written by hand must agree with proton-j's codec. */
class HotPerformativesTest {
    private static final int ROUNDS = 500;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private UnsignedInteger uint() {
        return UnsignedInteger.valueOf(random.nextBoolean() ? random.nextInt(300) : random.nextInt());
    }

    private UnsignedInteger maybeUint() {
        return random.nextBoolean() ? uint() : null;
    }

    private static long value(UnsignedInteger number) {
        return number == null ? TransferFrame.ABSENT : number.longValue();
    }

    private DeliveryState state() {
        TransactionalState inTransaction = new TransactionalState();
        inTransaction.setTxnId(new Binary(new byte[] {1, 2}));
        inTransaction.setOutcome(Accepted.getInstance());
        DeliveryState[] states = {
            null, Accepted.getInstance(), Released.getInstance(), new Rejected(), new Modified(), inTransaction
        };
        return states[random.nextInt(states.length)];
    }

    private static Class<?> type(Object state) {
        return state == null ? null : state.getClass();
    }

    /** Encodes with proton-j and reads back by hand. */
    private static Object reread(Object performative) throws ProtocolException {
        ByteBuf bytes = Unpooled.buffer();
        Codec.current().writeValue(bytes, performative);
        bytes.writeInt(0xcafebabe);
        Object read = PerformativeReader.read(bytes);
        assertThat(bytes.readableBytes()).isEqualTo(Integer.BYTES);
        return read;
    }

    @Test
    void shouldReadTransfersAsProtonWritesThem() throws ProtocolException {
        for (int i = 0; i < ROUNDS; i++) {
            Transfer sent = new Transfer();
            sent.setHandle(uint());
            sent.setDeliveryId(maybeUint());
            byte[] tag = new byte[random.nextInt(33)];
            sent.setDeliveryTag(random.nextBoolean() ? new Binary(tag) : null);
            sent.setMessageFormat(maybeUint());
            sent.setSettled(random.nextBoolean() ? random.nextBoolean() : null);
            sent.setMore(random.nextBoolean());
            sent.setRcvSettleMode(random.nextBoolean() ? ReceiverSettleMode.SECOND : null);
            sent.setState(state());
            sent.setResume(random.nextBoolean());
            sent.setAborted(random.nextBoolean());
            sent.setBatchable(random.nextBoolean());

            TransferFrame read = (TransferFrame) reread(sent);

            assertThat(read.handle()).as("seed %d", seed).isEqualTo(value(sent.getHandle()));
            assertThat(read.deliveryId()).as("seed %d", seed).isEqualTo(value(sent.getDeliveryId()));
            assertThat(read.messageFormat()).as("seed %d", seed).isEqualTo(value(sent.getMessageFormat()));
            assertThat(read.deliveryTag()).as("seed %d", seed).isEqualTo(sent.getDeliveryTag() == null ? null : tag);
            assertThat(Boolean.TRUE.equals(read.settled())).isEqualTo(Boolean.TRUE.equals(sent.getSettled()));
            assertThat(read.more()).isEqualTo(sent.getMore());
            assertThat(read.settlesSecond()).isEqualTo(sent.getRcvSettleMode() == null ? null : Boolean.TRUE);
            assertThat(type(read.state())).as("seed %d", seed).isEqualTo(type(sent.getState()));
            assertThat(read.resume()).isEqualTo(sent.getResume());
            assertThat(read.aborted()).isEqualTo(sent.getAborted());
        }
    }

    @Test
    void shouldReadFlowsAndDispositionsAsProtonWritesThem() throws ProtocolException {
        for (int i = 0; i < ROUNDS; i++) {
            Flow flow = new Flow();
            flow.setNextIncomingId(maybeUint());
            flow.setIncomingWindow(uint());
            flow.setNextOutgoingId(uint());
            flow.setOutgoingWindow(uint());
            flow.setHandle(maybeUint());
            flow.setLinkCredit(maybeUint());
            flow.setDrain(random.nextBoolean());
            flow.setProperties(random.nextBoolean() ? java.util.Map.of(Symbol.valueOf("a"), "b") : null);
            Disposition disposition = new Disposition();
            disposition.setRole(random.nextBoolean() ? Role.RECEIVER : Role.SENDER);
            disposition.setFirst(uint());
            disposition.setLast(maybeUint());
            disposition.setSettled(random.nextBoolean());
            disposition.setState(state());

            FlowFrame readFlow = (FlowFrame) reread(flow);
            DispositionFrame readDisposition = (DispositionFrame) reread(disposition);

            assertThat(readFlow)
                    .as("seed %d", seed)
                    .isEqualTo(new FlowFrame(
                            value(flow.getNextIncomingId()),
                            value(flow.getIncomingWindow()),
                            value(flow.getNextOutgoingId()),
                            value(flow.getOutgoingWindow()),
                            value(flow.getHandle()),
                            TransferFrame.ABSENT,
                            value(flow.getLinkCredit()),
                            TransferFrame.ABSENT,
                            flow.getDrain(),
                            false));
            assertThat(readDisposition.fromReceiver()).isEqualTo(disposition.getRole() == Role.RECEIVER);
            assertThat(readDisposition.first()).isEqualTo(value(disposition.getFirst()));
            long last = disposition.getLast() == null ? value(disposition.getFirst()) : value(disposition.getLast());
            assertThat(readDisposition.last()).as("seed %d", seed).isEqualTo(last);
            assertThat(readDisposition.settled()).isEqualTo(disposition.getSettled());
            assertThat(type(readDisposition.state())).isEqualTo(type(disposition.getState()));
        }
    }

    @Test
    void shouldWriteWhatProtonReads() throws ProtocolException {
        ByteBuf bytes = Unpooled.buffer();
        PerformativeWriter.write(bytes, 7, new DispositionFrame(true, 3, 0xffffffffL, true, Released.getInstance()));
        FrameHeader header = FrameHeader.peek(bytes, FrameHeader.AMQP, 512);
        assertThat(header.size()).isEqualTo(bytes.readableBytes());
        assertThat(header.channel()).isEqualTo(7);
        bytes.skipBytes(header.bodyOffset());

        Disposition read = (Disposition) Codec.current().readValue(bytes, bytes.writerIndex());

        assertThat(read.getRole()).isEqualTo(Role.RECEIVER);
        assertThat(read.getFirst()).isEqualTo(UnsignedInteger.valueOf(3));
        assertThat(read.getLast()).isEqualTo(UnsignedInteger.MAX_VALUE);
        assertThat(read.getState()).isInstanceOf(Released.class);
    }

    @Test
    void shouldReadSymbolicDescriptors() throws ProtocolException {
        ByteBuf bytes = Unpooled.buffer();
        bytes.writeShort(0x00a3).writeByte(18);
        bytes.writeCharSequence("amqp:transfer:list", java.nio.charset.StandardCharsets.US_ASCII);
        bytes.writeBytes(new byte[] {(byte) 0xc0, 3, 1, 0x52, 9});

        assertThat(((TransferFrame) PerformativeReader.read(bytes)).handle()).isEqualTo(9);
    }

    @Test
    void shouldKeepUnknownStatesApart() throws ProtocolException {
        ByteBuf bytes = Unpooled.wrappedBuffer(
                new byte[] {0, 0x53, 0x15, (byte) 0xc0, 9, 5, 0x41, 0x43, 0x43, 0x41, 0, 0x53, 0x77, 0x45});

        assertThatThrownBy(() -> PerformativeReader.read(bytes.duplicate())).isInstanceOf(ProtocolException.class);
        bytes.setByte(12, 0x99);

        assertThat(((DispositionFrame) PerformativeReader.read(bytes)).state()).isInstanceOf(UnknownState.class);
    }
}
