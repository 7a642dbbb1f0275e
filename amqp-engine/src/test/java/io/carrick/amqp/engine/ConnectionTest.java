package io.carrick.amqp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.codec.PerformativeWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Open;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    @Nested
    class Section231FrameLayout {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "00000007 02000000", // smaller than its header
                    "ffffffff 02000000", // negative as a signed size
                    "00000401 02000000", // one byte above the maximum
                    "00000010 01000000 0000000000000000", // data offset within the header
                    "00000010 05000000 0000000000000000", // data offset beyond the frame
                    "00000010 02010000 0000000000000000" // a SASL frame
                })
        void shouldCloseWithFramingErrorForAnInvalidHeader(String frame) {
            WirePeer peer = WirePeer.opened();

            peer.send(frame);

            peer.expectClose(ConnectionError.FRAMING_ERROR);
            assertThat(peer.events).containsExactly("closed");
        }

        @Test
        void shouldSkipAnExtendedHeader() {
            WirePeer peer = WirePeer.opened();

            // begin(next-outgoing-id 0, incoming-window 1, outgoing-window 1) behind four bytes of extended header
            peer.send("00000018 03000000 cafebabe 005311 c0 07 04 40 43 5201 5201");

            peer.expect(Begin.class);
        }

        @Test
        void shouldWaitForTheRestOfAFrame() {
            WirePeer peer = new WirePeer();
            ByteBuf all = Unpooled.buffer();
            PerformativeWriter.write(all, 0, WirePeer.container("client"));
            ByteBuf seen = Unpooled.buffer();

            while (all.isReadable()) {
                peer.expectNothing();
                seen.writeByte(all.readByte());
                peer.feed(seen);
            }

            peer.expect(Open.class);
        }
    }

    @Nested
    class Section134Decoding {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0000000c 02000000 00531045", // open without container-id
                    "0000000d 02000000 005310c0ff", // a list that ends beyond the frame
                    "0000000e 02000000 005310c00101", // a count beyond the list
                    "00000009 02000000 40", // null
                    "0000000c 02000000 00537745" // an unknown descriptor
                })
        void shouldCloseWithDecodeErrorForAnUndecodableOpen(String frame) {
            WirePeer peer = new WirePeer();

            peer.send(frame);

            peer.expect(Open.class);
            peer.expectClose(AmqpError.DECODE_ERROR);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0000000c 02000000 00531145", // begin
                    "0000000c 02000000 00531245", // attach
                    "0000000c 02000000 00531345", // flow
                    "0000000c 02000000 00531445", // transfer
                    "0000000c 02000000 00531545", // disposition
                    "0000000c 02000000 00531645", // detach
                    "00000010 02000000 005314 c0 03 01 a1 00", // transfer whose handle is a string
                    "00000010 02000000 005314 c0 02 01 70 00", // transfer whose handle ends early
                    "00000013 02000000 005315 c0 06 04 42 43 43 42 41" // disposition with trailing bytes
                })
        void shouldCloseWithDecodeErrorForMissingOrIllegalFields(String frame) {
            WirePeer peer = WirePeer.begun();

            peer.send(frame);

            peer.expectClose(AmqpError.DECODE_ERROR);
        }
    }

    @Nested
    class Section241Opening {
        @Test
        void shouldAnswerWithItsLimits() {
            WirePeer peer = new WirePeer();

            peer.send(0, WirePeer.container("client"));

            Open open = peer.expect(Open.class);
            assertThat(open.getMaxFrameSize().intValue()).isEqualTo(WirePeer.FRAME_SIZE_MAX);
            assertThat(open.getChannelMax().intValue()).isEqualTo(15);
            assertThat(open.getIdleTimeOut().intValue()).isEqualTo(500);
        }

        @Test
        void shouldRefuseAnyOtherFirstFrame() {
            WirePeer peer = new WirePeer();

            peer.send(0, WirePeer.begin());

            peer.expect(Open.class);
            peer.expectClose(AmqpError.ILLEGAL_STATE);
        }

        @Test
        void shouldRefuseOpenOnAnotherChannelThanZero() {
            WirePeer peer = new WirePeer();

            peer.send(1, WirePeer.container("client"));

            peer.expect(Open.class);
            peer.expectClose(AmqpError.NOT_ALLOWED);
        }

        @Test
        void shouldRefuseASecondOpen() {
            WirePeer peer = WirePeer.opened();

            peer.send(0, WirePeer.container("client"));

            peer.expectClose(AmqpError.ILLEGAL_STATE);
        }

        @Test
        void shouldRefuseAMaximumFrameSizeBelow512() {
            WirePeer peer = new WirePeer();
            Open open = WirePeer.container("client");
            open.setMaxFrameSize(UnsignedInteger.valueOf(511));

            peer.send(0, open);

            peer.expect(Open.class);
            peer.expectClose(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldReadNothingFurtherBeforeTheApplicationAnswers() {
            WirePeer peer = new WirePeer();
            peer.answersOpen = false;
            peer.send(0, WirePeer.container("client"));
            ByteBuf begin = Unpooled.buffer();
            PerformativeWriter.write(begin, 0, WirePeer.begin());

            peer.feed(begin);
            peer.expectNothing();
            peer.connection.open(WirePeer.container("broker"));
            peer.feed(begin);

            peer.expect(Open.class);
            peer.expect(Begin.class);
        }

        @Test
        void shouldSendOpenBeforeTheCloseOfARefusal() {
            WirePeer peer = new WirePeer();
            peer.answersOpen = false;
            peer.send(0, WirePeer.container("client"));

            peer.connection.refuse(WirePeer.container("broker"), Errors.of(AmqpError.NOT_FOUND, "no such host"));

            peer.expect(Open.class);
            peer.expectClose(AmqpError.NOT_FOUND);
        }
    }

    @Nested
    class Section243Closing {
        @Test
        void shouldAnswerCloseAndCloseTheTransport() {
            WirePeer peer = WirePeer.begun();

            peer.send(0, new Close());

            assertThat(peer.expect(Close.class).getError()).isNull();
            assertThat(peer.transportClosed).isTrue();
            assertThat(peer.events).containsExactly("closed");
        }

        @Test
        void shouldIgnoreEverythingButCloseAfterItsOwnClose() {
            WirePeer peer = WirePeer.begun();
            peer.connection.close(Errors.of(ConnectionError.CONNECTION_FORCED, "stopping"));
            peer.expectClose(ConnectionError.CONNECTION_FORCED);

            peer.send(3, WirePeer.begin());
            peer.expectNothing();
            assertThat(peer.transportClosed).isFalse();
            peer.send(0, new Close());

            peer.expectNothing();
            assertThat(peer.transportClosed).isTrue();
            assertThat(peer.events).containsExactly("closed");
        }

        @Test
        void shouldNotWaitForeverForThePeersClose() {
            WirePeer peer = WirePeer.opened();
            peer.connection.close(null);
            peer.expect(Close.class);

            peer.connection.tick(4_999);
            assertThat(peer.transportClosed).isFalse();
            peer.connection.tick(5_000);

            assertThat(peer.transportClosed).isTrue();
        }
    }

    @Nested
    class Section245IdleTimeout {
        @Test
        void shouldSendEmptyFramesBeforeHalfOfThePeersTimeout() {
            WirePeer peer = new WirePeer();
            Open open = WirePeer.container("client");
            open.setIdleTimeOut(UnsignedInteger.valueOf(100));
            peer.send(0, open);
            peer.expect(Open.class);

            long wait = peer.connection.tick(0);
            assertThat(wait).isLessThan(50);
            peer.connection.tick(wait - 1);
            peer.expectNothing();
            peer.connection.tick(wait);

            assertThat(peer.expect(String.class)).isEqualTo("empty");
        }

        @Test
        void shouldCloseASilentPeer() {
            WirePeer peer = WirePeer.opened();

            peer.connection.tick(999);
            peer.expectNothing();
            peer.connection.tick(1000);

            peer.expectClose(AmqpError.RESOURCE_LIMIT_EXCEEDED);
            assertThat(peer.transportClosed).isTrue();
        }

        @Test
        void shouldTakeEmptyFramesAsASignOfLife() {
            WirePeer peer = WirePeer.opened();
            peer.now = 600;
            peer.send("00000008 02000000");

            peer.connection.tick(1_500);

            peer.expectNothing();
        }
    }

    @Nested
    class Section25Sessions {
        @Test
        void shouldAnswerBeginOnTheSameTerms() {
            WirePeer peer = WirePeer.opened();

            peer.send(7, WirePeer.begin());

            Begin begin = peer.expect(Begin.class);
            assertThat(begin.getRemoteChannel().intValue()).isEqualTo(7);
            assertThat(begin.getIncomingWindow().intValue()).isEqualTo(WirePeer.WINDOW);
            assertThat(begin.getHandleMax().intValue()).isEqualTo(63);
        }

        @Test
        void shouldCloseWithFramingErrorAboveChannelMax() {
            WirePeer peer = WirePeer.opened();

            peer.send(16, WirePeer.begin());

            peer.expectClose(ConnectionError.FRAMING_ERROR);
        }

        @Test
        void shouldCloseForBeginOnAChannelInUse() {
            WirePeer peer = WirePeer.begun();

            peer.send(0, WirePeer.begin());

            peer.expectClose(AmqpError.ILLEGAL_STATE);
        }

        @Test
        void shouldCloseForBeginThatAnswersNothing() {
            WirePeer peer = WirePeer.opened();

            peer.send(0, WirePeer.begin(3));

            peer.expectClose(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldCloseForAFrameOnAChannelWithoutSession() {
            WirePeer peer = WirePeer.begun();

            peer.send(1, WirePeer.flow(10));

            peer.expectClose(AmqpError.ILLEGAL_STATE);
        }

        @Test
        void shouldFreeTheChannelAtEnd() {
            WirePeer peer = WirePeer.begun();

            peer.send(0, new End());
            assertThat(peer.expect(End.class).getError()).isNull();
            peer.send(0, WirePeer.begin());

            peer.expect(Begin.class);
        }
    }
}
