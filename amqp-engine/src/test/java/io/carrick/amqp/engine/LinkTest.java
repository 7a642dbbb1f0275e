package io.carrick.amqp.engine;

import static io.carrick.amqp.engine.WirePeer.attach;
import static io.carrick.amqp.engine.WirePeer.detach;
import static io.carrick.amqp.engine.WirePeer.disposition;
import static io.carrick.amqp.engine.WirePeer.flow;
import static io.carrick.amqp.engine.WirePeer.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.TransferFrame;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static TransferFrame settled(long id) {
        return new TransferFrame(0, id, tag(id), 0, true, false, null, null, false, false);
    }

    private static byte[] tag(long id) {
        return Long.toString(id).getBytes(StandardCharsets.US_ASCII);
    }

    private static WirePeer senderWith(SenderSettleMode snd, ReceiverSettleMode rcv) {
        WirePeer peer = WirePeer.begun();
        Attach attach = attach("sender", 0, Role.SENDER);
        attach.setSndSettleMode(snd);
        attach.setRcvSettleMode(rcv);
        peer.send(0, attach);
        Attach reply = peer.expect(Attach.class);
        assertThat((Object) reply.getSndSettleMode()).isEqualTo(snd);
        assertThat((Object) reply.getRcvSettleMode()).isEqualTo(rcv);
        peer.receivers.get(0).grant(10);
        peer.expect(FlowFrame.class);
        return peer;
    }

    @Nested
    class Section263Attaching {
        @Test
        void shouldRefuseWithANullTerminusAndAClosingDetach() {
            WirePeer peer = WirePeer.begun();
            peer.answersAttach = false;
            peer.send(0, attach("sender", 0, Role.SENDER));

            peer.receivers.get(0).refuse(Errors.of(AmqpError.NOT_FOUND, "no such address"));

            Attach attach = peer.expect(Attach.class);
            assertThat((Object) attach.getRole()).isEqualTo(Role.RECEIVER);
            assertThat(attach.getTarget()).isNull();
            assertThat(attach.getSource()).isNotNull();
            Detach detach = peer.expect(Detach.class);
            assertThat(detach.getClosed()).isTrue();
            assertThat((Object) detach.getError().getCondition()).isEqualTo(AmqpError.NOT_FOUND);
        }

        @Test
        void shouldKeepAFlowThatCameBeforeTheAnswer() {
            WirePeer peer = WirePeer.begun();
            peer.answersAttach = false;
            peer.send(0, attach("receiver", 0, Role.RECEIVER));
            peer.send(0, flow(10).link(0, FlowFrame.ABSENT, 5, false));
            assertThat(peer.events).isEmpty();

            peer.senders.get(0).attach(new Attach());

            assertThat(peer.events).containsExactly("flow");
            assertThat(peer.senders.get(0).credit()).isEqualTo(5);
        }

        @Test
        void shouldAnswerAttachThenDetachWhenThePeerDetachedInBetween() {
            WirePeer peer = WirePeer.begun();
            peer.answersAttach = false;
            peer.send(0, attach("receiver", 0, Role.RECEIVER));
            peer.send(0, detach(0, true));
            SendingLink link = peer.senders.get(0);

            link.attach(new Attach());
            assertThat(peer.events).containsExactly("detached true");
            link.detach(true, null);

            peer.expect(Attach.class);
            peer.expect(Detach.class);
        }

        @Test
        void shouldTellALinkThatWasDetachedBeforeItsAnswerOfTheEndOfItsSession() {
            WirePeer peer = WirePeer.begun();
            peer.answersAttach = false;
            peer.send(0, attach("receiver", 0, Role.RECEIVER));
            peer.send(0, detach(0, true));
            peer.send(0, new org.apache.qpid.proton.amqp.transport.End());
            peer.expect(org.apache.qpid.proton.amqp.transport.End.class);
            assertThat(peer.events).containsExactly("detached false");

            peer.senders.get(0).attach(new Attach());

            peer.expectNothing();
        }

        @Test
        void shouldSendNothingForALinkWhoseSessionEnded() {
            WirePeer peer = WirePeer.begun();
            peer.answersAttach = false;
            peer.send(0, attach("receiver", 0, Role.RECEIVER));
            peer.send(0, new org.apache.qpid.proton.amqp.transport.End());
            peer.expect(org.apache.qpid.proton.amqp.transport.End.class);

            peer.senders.get(0).attach(new Attach());

            peer.expectNothing();
            assertThat(peer.events).containsExactly("detached false");
        }
    }

    @Nested
    class Section267FlowControl {
        @Test
        void shouldDetachForATransferWithoutCredit() {
            WirePeer peer = WirePeer.sender(1);
            peer.send(0, transfer(0, 0, false), "m");

            peer.send(0, transfer(0, 1, false), "m");

            peer.expectDetach(LinkError.TRANSFER_LIMIT_EXCEEDED);
            assertThat(peer.events).contains("detached false");
            peer.expectUsableSession();
        }

        @Test
        void shouldTakeCreditBackFromASenderThatAdvancesItsDeliveryCount() {
            WirePeer peer = WirePeer.sender(10);

            peer.send(0, flow(10).link(0, 8, 2, false));

            assertThat(peer.receivers.get(0).credit()).isEqualTo(2);
        }

        @Test
        void shouldReduceCreditWhenTheReceiverDoes() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(10).link(0, 0, 10, false));
            peer.senders.get(0).send(tag(0), true, 0, false, null, WirePeer.text("a"), null);

            peer.send(0, flow(10).link(0, 1, 2, false));

            assertThat(peer.senders.get(0).credit()).isEqualTo(2);
        }

        @Test
        void shouldCountWhatTheReceiverHasNotSeen() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(10).link(0, 0, 10, false));
            for (int i = 0; i < 3; i++) {
                peer.senders.get(0).send(tag(i), true, 0, false, null, WirePeer.text("a"), null);
            }

            peer.send(0, flow(10).link(0, 1, 10, false));

            assertThat(peer.senders.get(0).credit()).isEqualTo(8);
        }

        @Test
        void shouldGiveUnusedCreditBackAtDrain() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(10).link(0, 0, 7, true));

            peer.senders.get(0).drained();

            FlowFrame flow = peer.expect(FlowFrame.class);
            assertThat(flow.drain()).isTrue();
            assertThat(flow.deliveryCount()).isEqualTo(7);
            assertThat(flow.linkCredit()).isZero();
            assertThat(peer.senders.get(0).credit()).isZero();
        }
    }

    @Nested
    class Section2614MultipleTransfers {
        @Test
        void shouldAssembleADeliveryFromItsParts() {
            WirePeer peer = WirePeer.sender(1);

            peer.send(0, transfer(0, 0, true), "a");
            peer.send(0, transfer(0, -1, true), "b");
            peer.send(0, transfer(0, 0, false), "c");

            assertThat(peer.events).containsExactly("transfer a more", "transfer b more", "transfer c");
            assertThat(peer.received).hasSize(1);
        }

        @Test
        void shouldDetachForInterleavedDeliveriesOnOneLink() {
            WirePeer peer = WirePeer.sender(5);
            peer.send(0, transfer(0, 0, true), "a");

            peer.send(0, transfer(0, 1, true), "b");

            peer.expectDetach(AmqpError.NOT_ALLOWED);
            peer.expectUsableSession();
        }

        @Test
        void shouldDiscardAnAbortedDelivery() {
            WirePeer peer = WirePeer.sender(5);
            peer.send(0, transfer(0, 0, true), "a");

            peer.send(0, new TransferFrame(0, -1, null, -1, null, false, null, null, false, true), "");
            peer.send(0, transfer(0, 1, false), "b");

            assertThat(peer.events).containsExactly("transfer a more", "aborted", "transfer b");
            peer.expectNothing();
        }

        @Test
        void shouldSplitAMessageByThePeersFrameSize() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(10).link(0, 0, 1, false));
            String message = "x".repeat(2000) + "y".repeat(500);

            peer.senders.get(0).send(tag(0), false, 0, false, null, WirePeer.text(message), null);

            StringBuilder seen = new StringBuilder();
            boolean more = true;
            while (more) {
                TransferFrame frame = peer.expect(TransferFrame.class);
                assertThat(frame.deliveryId()).isEqualTo(seen.isEmpty() ? 0 : TransferFrame.ABSENT);
                seen.append(peer.expect(String.class));
                more = frame.more();
            }
            assertThat(seen.toString()).isEqualTo(message);
        }

        @Test
        void shouldAbortADeliveryOfWhichTheRestCannotBeRead() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(10).link(0, 0, 2, false));
            SendingLink link = peer.senders.get(0);

            OutgoingDelivery delivery =
                    link.send(tag(0), false, 0, false, null, WirePeer.damaged("x".repeat(2500), 1000), null);

            assertThat(delivery.failed()).isTrue();
            assertThat(peer.expect(TransferFrame.class).more()).isTrue();
            assertThat(peer.expect(String.class)).startsWith("xxx").doesNotContain("!");
            TransferFrame last = peer.expect(TransferFrame.class);
            assertThat(last.aborted()).isTrue();
            assertThat(last.more()).isFalse();
            assertThat(peer.expect(String.class)).isEmpty();
            assertThat(peer.events).containsExactly("flow", "failed java.io.IOException: damaged");
            assertThat(link.sending()).isFalse();
            assertThat(link.credit()).isEqualTo(1);
            link.send(tag(1), true, 0, false, null, WirePeer.text("next"), null);
            assertThat(peer.expect(TransferFrame.class).deliveryId()).isEqualTo(1);
        }

        @Test
        void shouldTakeBackADeliveryOfWhichNothingCanBeRead() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(10).link(0, 0, 1, false));
            SendingLink link = peer.senders.get(0);

            OutgoingDelivery delivery = link.send(tag(0), false, 0, false, null, WirePeer.damaged("x", 0), null);

            assertThat(delivery.failed()).isTrue();
            peer.expectNothing();
            assertThat(link.credit()).isEqualTo(1);
            link.send(tag(1), true, 0, false, null, WirePeer.text("next"), null);
            assertThat(peer.expect(TransferFrame.class).deliveryId()).isZero();
            assertThat(peer.expect(String.class)).isEqualTo("next");
        }

        @Test
        void shouldPauseAMessageWhileTheSocketIsFull() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(10).link(0, 0, 1, false));
            peer.writable = false;
            SendingLink link = peer.senders.get(0);
            assertThat(link.ready()).isFalse();
            peer.expectNothing();

            peer.writable = true;
            peer.connection.writable();

            assertThat(peer.events).contains("sendable");
            assertThat(link.ready()).isTrue();
        }
    }

    @Nested
    class Section275Transfers {
        @Test
        void shouldDetachForAFirstTransferWithoutDeliveryId() {
            WirePeer peer = WirePeer.sender(5);

            peer.send(0, transfer(0, -1, false), "a");

            peer.expectDetach(AmqpError.INVALID_FIELD);
            peer.expectUsableSession();
        }

        @Test
        void shouldDetachForAFirstTransferWithoutDeliveryTag() {
            WirePeer peer = WirePeer.sender(5);

            peer.send(0, new TransferFrame(0, 0, null, 0, false, false, null, null, false, false), "a");

            peer.expectDetach(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldEndTheSessionForADeliveryIdInUse() {
            WirePeer peer = WirePeer.sender(5);
            peer.send(0, transfer(0, 0, false), "a");

            peer.send(0, transfer(0, 0, false), "a");

            peer.expectEnd(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldCloseForADeliveryTagOfMoreThan32Bytes() {
            WirePeer peer = WirePeer.sender(5);

            peer.send(0, new TransferFrame(0, 0, new byte[33], 0, false, false, null, null, false, false), "a");

            peer.expectClose(AmqpError.DECODE_ERROR);
        }

        @Test
        void shouldDetachForATransferByTheReceiver() {
            WirePeer peer = WirePeer.receiver();

            peer.send(0, transfer(0, 0, false), "a");

            peer.expectDetach(AmqpError.NOT_ALLOWED);
        }

        @Test
        void shouldDetachForASettledTransferOnAnUnsettledLink() {
            WirePeer peer = senderWith(SenderSettleMode.UNSETTLED, ReceiverSettleMode.FIRST);

            peer.send(0, settled(0), "a");

            peer.expectDetach(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldDetachForAnUnsettledTransferOnASettledLink() {
            WirePeer peer = senderWith(SenderSettleMode.SETTLED, ReceiverSettleMode.FIRST);

            peer.send(0, transfer(0, 0, false), "a");

            peer.expectDetach(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldDetachForSettleModeSecondOnALinkThatSettlesFirst() {
            WirePeer peer = WirePeer.sender(5);

            Transfer transfer = new Transfer();
            transfer.setHandle(UnsignedInteger.ZERO);
            transfer.setDeliveryId(UnsignedInteger.ZERO);
            transfer.setDeliveryTag(new Binary(tag(0)));
            transfer.setRcvSettleMode(ReceiverSettleMode.SECOND);
            peer.send(0, transfer);

            peer.expectDetach(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldSendNoDispositionForASettledTransfer() {
            WirePeer peer = WirePeer.sender(5);
            peer.send(0, settled(0), "a");

            peer.received.get(0).settle(Accepted.getInstance());

            peer.expectNothing();
        }
    }

    @Nested
    class ReceiverSettleModeSecond {
        @Test
        void shouldStayUnsettledUntilTheSenderSettles() {
            WirePeer peer = senderWith(SenderSettleMode.UNSETTLED, ReceiverSettleMode.SECOND);
            peer.send(0, transfer(0, 0, false), "a");
            IncomingDelivery delivery = peer.received.get(0);

            delivery.settle(Accepted.getInstance());
            DispositionFrame disposition = peer.expect(DispositionFrame.class);
            assertThat(disposition.settled()).isFalse();
            assertThat(disposition.state()).isInstanceOf(Accepted.class);
            assertThat(delivery.settled()).isFalse();
            peer.send(0, disposition(Role.SENDER, 0, 0, true, null));

            assertThat(delivery.settled()).isTrue();
        }
    }
}
