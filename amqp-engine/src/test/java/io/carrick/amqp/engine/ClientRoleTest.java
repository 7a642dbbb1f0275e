package io.carrick.amqp.engine;

import static io.carrick.amqp.engine.EngineSide.attach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The client's engine against the server's. */
class ClientRoleTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private final EnginePair pair = EnginePair.opened();
    private final EngineSide client = pair.client;
    private final EngineSide server = pair.server;

    private RecordingSender sender(int credit) {
        RecordingSender sender = client.attachSender(client.beginSession(), attach("out"));
        pair.run();
        server.receivers.get(0).link.grant(credit);
        pair.run();
        client.events.clear();
        return sender;
    }

    private RecordingReceiver receiver() {
        RecordingReceiver receiver = client.attachReceiver(client.beginSession(), attach("in"));
        pair.run();
        client.events.clear();
        server.events.clear();
        return receiver;
    }

    private void serve(String message) {
        SendingLink link = server.senders.get(0).link;
        assertThat(link.ready()).isTrue();
        link.send(Payload.of(bytes(message)), false, null, message);
    }

    @Nested
    class Section241Opening {
        @Test
        void shouldBeOpenWhenThePeerHasAnswered() {
            EnginePair fresh = new EnginePair();
            Open open = new Open();
            open.setHostname("example.org");

            fresh.client.connection.open(open);
            assertThat(fresh.client.events).isEmpty();
            fresh.run();

            assertThat(fresh.client.events).containsExactly("opened server");
            assertThat(fresh.server.events).containsExactly("opened client");
            Open seen = fresh.server.connection.remoteOpen();
            assertThat(seen.getHostname()).isEqualTo("example.org");
            assertThat(seen.getMaxFrameSize().intValue()).isEqualTo(1024);
        }

        @Test
        void shouldTellTheReasonOfARefusal() {
            EnginePair fresh = new EnginePair();
            Open refusal = new Open();
            refusal.setProperties(java.util.Map.of(Symbol.valueOf("amqp:connection-establishment-failed"), true));
            fresh.server.answersOpen =
                    open -> fresh.server.connection.refuse(refusal, Errors.of(AmqpError.NOT_FOUND, "no such host"));

            fresh.client.connection.open(new Open());
            fresh.run();

            assertThat(fresh.client.events).containsExactly("closed");
            assertThat((Object) fresh.client.connection.error().getCondition()).isEqualTo(AmqpError.NOT_FOUND);
            assertThat(fresh.client.connection.closedByPeer()).isTrue();
            assertThat(fresh.client.transportClosed).isTrue();
            assertThat(fresh.server.transportClosed).isTrue();
        }
    }

    @Nested
    class Section243Closing {
        @Test
        void shouldTellEverythingOfTheEndOnce() {
            Session session = client.beginSession();
            client.attachSender(session, attach("out"));
            client.attachReceiver(session, attach("in"));
            pair.run();
            client.events.clear();

            client.connection.close(null);
            pair.run();

            assertThat(client.events).containsExactly("out detached well", "in detached well", "ended well", "closed");
            assertThat(server.events).contains("closed");
            assertThat(client.transportClosed).isTrue();
            assertThat(client.connection.closedByPeer()).isFalse();
        }

        @Test
        void shouldTellThePeersReasonAtEveryEndpoint() {
            client.attachSender(client.beginSession(), attach("out"));
            pair.run();
            client.events.clear();

            server.connection.close(Errors.of(ConnectionError.CONNECTION_FORCED, "stopping"));
            pair.run();

            String forced = "amqp:connection:forced";
            assertThat(client.events).containsExactly("out detached " + forced, "ended " + forced, "closed");
            assertThat(client.connection.closedByPeer()).isTrue();
        }

        @Test
        void shouldTellOfALostTransport() {
            client.attachSender(client.beginSession(), attach("out"));

            client.connection.lost();

            assertThat(client.events).containsExactly("out detached well", "ended well", "closed");
            assertThat(client.connection.error()).isNull();
        }

        @Test
        void shouldBeginNoSessionOnAClosedConnection() {
            client.connection.close(null);

            Session session = client.beginSession();
            client.attachSender(session, attach("late"));

            assertThat(client.events)
                    .containsExactly("closed", "ended amqp:illegal-state", "late refused amqp:illegal-state");
        }
    }

    @Nested
    class Section245IdleTimeout {
        @Test
        void shouldKeepASilentConnectionAliveFromBothSides() {
            for (long now = 0; now < 600_000; now += 5_000) {
                for (EngineSide side : List.of(client, server)) {
                    side.now = now;
                    side.connection.tick(now);
                }
                pair.run();
            }

            assertThat(client.events).isEmpty();
            assertThat(server.events).isEmpty();
        }

        @Test
        void shouldCloseWhenThePeerIsSilent() {
            client.connection.tick(60_000);

            assertThat(client.events).containsExactly("closed");
            assertThat((Object) client.connection.error().getCondition()).isEqualTo(AmqpError.RESOURCE_LIMIT_EXCEEDED);
            assertThat(client.transportClosed).isTrue();
        }

        @Test
        void shouldGiveUpWaitingForAnOpen() {
            EngineSide alone = new EngineSide("alone", EnginePair.LIMITS);
            alone.connection.open(new Open());

            alone.connection.tick(60_000);

            assertThat(alone.events).containsExactly("closed");
            assertThat(alone.transportClosed).isTrue();
        }
    }

    @Nested
    class Section25Sessions {
        @Test
        void shouldReportTheAnswersToBeginAndEnd() {
            Session session = client.beginSession();
            assertThat(client.events).isEmpty();
            pair.run();
            assertThat(client.events).containsExactly("begun");
            assertThat(session.begun()).isTrue();

            session.end(null);
            assertThat(client.events).containsExactly("begun");
            pair.run();

            assertThat(client.events).containsExactly("begun", "ended well");
        }

        @Test
        void shouldReportAnEndByThePeerWithItsReason() {
            RecordingSender sender = sender(1);

            server.receivers.get(0).link.session().end(Errors.of(AmqpError.UNAUTHORIZED_ACCESS, "revoked"));
            pair.run();

            assertThat(client.events)
                    .containsExactly("out detached amqp:unauthorized-access", "ended amqp:unauthorized-access");
            assertThat(sender.link.ready()).isFalse();
        }

        @Test
        void shouldUseAChannelAgainAfterItsEnd() {
            for (int i = 0; i < 100; i++) {
                Session session = client.beginSession();
                pair.run();
                session.end(null);
                pair.run();
            }

            assertThat(client.beginSession().localChannel()).isZero();
        }

        @Test
        void shouldEndASessionBeforeThePeerHasBegunIt() {
            Session session = client.beginSession();
            session.end(null);

            pair.run();

            assertThat(client.events).containsExactly("ended well");
            assertThat(client.beginSession().localChannel()).isZero();
        }

        @Test
        void shouldRefuseASessionBeyondThePeersChannels() {
            for (int i = 0; i < 17; i++) {
                client.beginSession();
            }

            assertThat(client.events).containsExactly("ended amqp:resource-limit-exceeded");
            pair.run();
            assertThat(client.connection.error()).isNull();
        }
    }

    @Nested
    class Section26Links {
        @Test
        void shouldAttachBeforeThePeerHasBegunTheSession() {
            Session session = client.beginSession();
            RecordingSender sender = client.attachSender(session, attach("out"));
            RecordingReceiver receiver = client.attachReceiver(session, attach("in"));

            pair.run();

            assertThat(client.events).containsExactly("begun", "out attached", "in attached");
            assertThat(sender.link.attached()).isTrue();
            assertThat(receiver.link.remoteAttach()).isNotNull();
        }

        @Test
        void shouldReportARefusalWithItsReasonOnce() {
            server.answersAttach = link -> link.refuse(Errors.of(AmqpError.NOT_FOUND, "no such queue"));
            Session session = client.beginSession();
            RecordingSender sender = client.attachSender(session, attach("out"));
            client.attachReceiver(session, attach("in"));

            pair.run();
            session.end(null);
            pair.run();

            assertThat(client.events)
                    .containsExactly("begun", "out refused amqp:not-found", "in refused amqp:not-found", "ended well");
            assertThat((Object) sender.link.error().getCondition()).isEqualTo(AmqpError.NOT_FOUND);
        }

        @Test
        void shouldReportTheAnswerToADetach() {
            RecordingSender sender = sender(1);

            sender.link.detach(true, null);
            assertThat(client.events).isEmpty();
            pair.run();

            assertThat(client.events).containsExactly("out completed well");
        }

        @Test
        void shouldReportADetachByThePeerWithItsReason() {
            RecordingReceiver receiver = receiver();

            server.senders.get(0).link.detach(true, Errors.of(AmqpError.RESOURCE_DELETED, "gone"));
            pair.run();

            assertThat(client.events).containsExactly("in detached amqp:resource-deleted");
            assertThat(server.events).containsExactly("in completed well");
            assertThat(receiver.link.attached()).isFalse();
        }

        @Test
        void shouldReportBothDetachesThatCross() {
            RecordingReceiver receiver = receiver();

            server.senders.get(0).link.detach(true, Errors.of(AmqpError.RESOURCE_DELETED, "gone"));
            receiver.link.detach(true, null);
            pair.run();

            assertThat(client.events).containsExactly("in completed amqp:resource-deleted");
            assertThat(server.events).containsExactly("in completed well");
        }

        @Test
        void shouldDetachALinkWhoseAttachIsNotAnswered() {
            server.answersAttach = link -> {};
            RecordingReceiver receiver = client.attachReceiver(client.beginSession(), attach("in"));
            pair.run();

            receiver.link.detach(true, null);
            pair.run();
            EngineSide.accept(server.senders.get(0).link);
            pair.run();

            assertThat(client.events).containsExactly("begun", "in completed well");
        }

        @Test
        void shouldCompleteTheDetachOfALinkThatIsLost() {
            RecordingReceiver receiver = receiver();
            receiver.link.detach(true, null);

            client.connection.lost();

            assertThat(client.events).containsExactly("in completed well", "ended well", "closed");
        }

        @Test
        void shouldUseHandlesAgain() {
            Session session = client.beginSession();
            pair.run();
            for (int i = 0; i < 200; i++) {
                RecordingSender sender = client.attachSender(session, attach("out" + i));
                pair.run();
                assertThat(sender.link.attached()).isTrue();
                sender.link.detach(true, null);
                client.attachSender(session, attach("next" + i)).link.detach(true, null);
                pair.run();
            }
            assertThat(client.connection.error()).isNull();
        }

        @Test
        void shouldRefuseALinkBeyondThePeersHandles() {
            Session session = client.beginSession();
            pair.run();
            client.events.clear();
            for (int i = 0; i < 64; i++) {
                client.attachSender(session, attach("out" + i));
            }

            client.attachSender(session, attach("late"));

            assertThat(client.events).containsExactly("late refused amqp:resource-limit-exceeded");
        }

        @Test
        void shouldRefuseAnAttachThatExceedsThePeersFrameSize() {
            Session session = client.beginSession();

            client.attachSender(session, attach("n".repeat(2000)));
            pair.run();

            assertThat(client.events.get(0)).endsWith("refused amqp:frame-size-too-small");
            assertThat(client.events).endsWith("begun");
        }

        @Test
        void shouldNotTakeTheNameOfALinkThatIsAttaching() {
            Session session = client.beginSession();
            client.attachSender(session, attach("out"));

            assertThatThrownBy(() -> client.attachSender(session, attach("out")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("out");
            client.attachReceiver(session, attach("out"));
        }
    }

    @Nested
    class Sending {
        @Test
        void shouldTellTheOutcomeOfEachDelivery() {
            RecordingSender sender = sender(3);
            for (String message : List.of("a", "b", "c")) {
                sender.link.send(Payload.of(bytes(message)), false, null, message);
            }
            pair.run();
            RecordingReceiver receiver = server.receivers.get(0);
            assertThat(receiver.messages).containsExactly("a", "b", "c");

            receiver.received.get(2).settle(new Rejected());
            receiver.received.get(0).settle(Accepted.getInstance());
            receiver.received.get(1).settle(Accepted.getInstance());
            pair.run();

            assertThat(client.events).hasSize(3);
            assertThat(sender.disposed).extracting(OutgoingDelivery::context).containsExactly("c", "a", "b");
            assertThat(sender.disposed).allMatch(OutgoingDelivery::settled);
            assertThat(sender.disposed.get(0).remoteState()).isInstanceOf(Rejected.class);
            assertThat(sender.link.unsettled()).isEmpty();
        }

        @Test
        void shouldExpectNoOutcomeOfASettledDelivery() {
            RecordingSender sender = sender(1);

            sender.link.send(Payload.of(bytes("a")), true, null, "a");
            pair.run();

            assertThat(server.receivers.get(0).received.get(0).settled()).isTrue();
            assertThat(sender.link.unsettled()).isEmpty();
        }

        @Test
        void shouldCarryTransactionalStatesBothWays() {
            RecordingSender sender = sender(1);
            TransactionalState state = new TransactionalState();
            state.setTxnId(new Binary(new byte[32]));

            sender.link.send(Payload.of(bytes("x".repeat(5_000))), false, state, "a");
            pair.run();

            RecordingReceiver receiver = server.receivers.get(0);
            assertThat(receiver.messages.get(0)).hasSize(5_000);
            IncomingDelivery delivery = receiver.received.get(0);
            assertThat(delivery.remoteState()).isInstanceOf(TransactionalState.class);
            state.setOutcome(Accepted.getInstance());
            delivery.settle(state);
            pair.run();
            assertThat(((TransactionalState) sender.disposed.get(0).remoteState()).getOutcome())
                    .isInstanceOf(Accepted.class);
        }

        @Test
        void shouldFailTheLinkForAStateThatFillsAFrame() {
            RecordingSender sender = sender(1);
            TransactionalState state = new TransactionalState();
            state.setTxnId(new Binary(new byte[1024]));

            sender.link.send(Payload.of(bytes("a")), false, state, "a");
            pair.run();

            assertThat(client.events).containsExactly("out detached amqp:frame-size-too-small");
            assertThat(sender.lost).hasSize(1);
            assertThat(client.connection.error()).isNull();
        }

        @Test
        void shouldSplitAMessageAndReleaseItsBuffer() {
            RecordingSender sender = sender(1);
            ByteBuf message = Unpooled.copiedBuffer("y".repeat(10_000), StandardCharsets.US_ASCII);

            sender.link.send(Payload.of(message), false, null, "a");
            assertThat(message.refCnt()).isZero();
            pair.run();

            assertThat(server.receivers.get(0).messages.get(0)).isEqualTo("y".repeat(10_000));
        }

        @Test
        void shouldReleaseTheBufferOfAMessageThatIsCutOff() {
            RecordingSender sender = sender(1);
            server.receivers.get(0).link.session().hold(64);
            ByteBuf message = Unpooled.copiedBuffer("y".repeat(100_000), StandardCharsets.US_ASCII);
            sender.link.send(Payload.of(message), false, null, "a");
            pair.run();
            assertThat(sender.link.sending()).isTrue();
            assertThat(message.refCnt()).isOne();

            client.connection.lost();

            assertThat(message.refCnt()).isZero();
            assertThat(sender.lost).extracting(OutgoingDelivery::context).containsExactly("a");
        }

        @Test
        void shouldGoOnWhenTheWindowOpens() {
            RecordingSender sender = sender(2);
            RecordingReceiver receiver = server.receivers.get(0);
            receiver.link.session().hold(64);
            sender.link.send(Payload.of(bytes("y".repeat(100_000))), false, null, "a");
            pair.run();
            assertThat(sender.link.ready()).isFalse();
            assertThat(receiver.messages).isEmpty();

            receiver.link.session().release(64);
            pair.run();

            assertThat(receiver.messages).hasSize(1);
            assertThat(client.events).contains("out sendable");
            assertThat(sender.link.ready()).isTrue();
        }

        @Test
        void shouldWaitForRoomInTheSocket() {
            RecordingSender sender = sender(1);
            client.writable = false;
            assertThat(sender.link.ready()).isFalse();

            client.writable = true;
            client.connection.writable();

            assertThat(client.events).containsExactly("out sendable");
            assertThat(sender.link.ready()).isTrue();
        }

        @Test
        void shouldGiveCreditBackWhenTheReceiverDrains() {
            RecordingSender sender = sender(5);
            sender.link.send(Payload.of(bytes("a")), true, null, "a");

            server.receivers.get(0).link.drain();
            pair.run();
            assertThat(client.events).containsExactly("out credit 4 drain");
            sender.link.drained();
            pair.run();

            assertThat(server.events).endsWith("out drained");
            assertThat(server.receivers.get(0).link.credit()).isZero();
        }

        @Test
        void shouldListWhatIsUnsettledWhenTheLinkIsLost() {
            RecordingSender sender = sender(300);
            IntStream.range(0, 300).forEach(i -> sender.link.send(Payload.of(bytes("m")), false, null, i));
            pair.run();
            server.receivers.get(0).received.get(7).settle(Accepted.getInstance());
            pair.run();

            server.receivers.get(0).link.detach(true, Errors.of(AmqpError.RESOURCE_DELETED, "gone"));
            pair.run();

            assertThat(sender.lost).extracting(OutgoingDelivery::context).doesNotContain(7);
            assertThat(sender.lost).hasSize(299);
            assertThat(sender.lost).isSortedAccordingTo((a, b) -> (int) a.context() - (int) b.context());
            assertThat(sender.link.unsettled()).isEmpty();
        }

        @Test
        void shouldGiveEachDeliveryATagOfItsOwn() {
            RecordingSender sender = sender(70_000);

            long tags = IntStream.range(0, 70_000)
                    .mapToObj(i -> {
                        if (!sender.link.ready()) {
                            pair.run();
                        }
                        return new Binary(sender.link
                                .send(Payload.of(new byte[0]), true, null, null)
                                .tag());
                    })
                    .distinct()
                    .count();

            assertThat(tags).isEqualTo(70_000);
        }
    }

    @Nested
    class Receiving {
        @Test
        void shouldReceiveWhatItGrants() {
            RecordingReceiver receiver = receiver();
            receiver.link.grant(2);
            pair.run();
            serve("a");
            serve("b".repeat(3_000));
            assertThat(server.senders.get(0).link.ready()).isFalse();
            pair.run();

            assertThat(receiver.messages).containsExactly("a", "b".repeat(3_000));
            receiver.received.get(0).settle(Accepted.getInstance());
            receiver.received.get(1).settle(Accepted.getInstance());
            int before = client.out.readableBytes();
            client.connection.flush(0);
            assertThat(client.out.readableBytes() - before).isLessThan(40);
            pair.run();
            assertThat(server.senders.get(0).disposed).hasSize(2);
        }

        @Test
        void shouldBeToldThatADrainFoundNothing() {
            RecordingReceiver receiver = receiver();
            receiver.link.grant(10);
            pair.run();

            receiver.link.drain();
            assertThat(receiver.link.draining()).isTrue();
            pair.run();
            server.senders.get(0).link.drained();
            pair.run();

            assertThat(client.events).containsExactly("in drained");
            assertThat(receiver.link.credit()).isZero();
            receiver.link.grant(1);
            pair.run();
            assertThat(server.senders.get(0).link.drain()).isFalse();
            serve("a");
            pair.run();
            assertThat(receiver.messages).containsExactly("a");
        }

        @Test
        void shouldBeToldAfterTheDeliveryThatUsesUpADrain() {
            RecordingReceiver receiver = receiver();

            receiver.link.pull(1);
            pair.run();
            serve("a".repeat(3_000));
            pair.run();

            assertThat(receiver.messages).hasSize(1);
            assertThat(client.events).containsExactly("in drained");
        }

        @Test
        void shouldDrainAtOnceWithoutCredit() {
            receiver().link.drain();

            assertThat(client.events).containsExactly("in drained");
        }

        @Test
        void shouldTakeDeliveriesThatWereUnderWayWhenCreditWasTakenBack() {
            RecordingReceiver receiver = receiver();
            receiver.link.grant(3);
            pair.run();
            serve("a");
            serve("b");
            serve("c");

            receiver.link.grant(0);
            pair.run();

            assertThat(receiver.messages).containsExactly("a", "b", "c");
            assertThat(server.senders.get(0).link.ready()).isFalse();
            assertThat(client.connection.error()).isNull();
            assertThat(receiver.link.attached()).isTrue();
        }

        @Test
        void shouldGrantAnewWhileADrainIsUnderWay() {
            RecordingReceiver receiver = receiver();
            receiver.link.pull(5);
            pair.run();
            server.senders.get(0).link.drained();
            receiver.link.grant(7);

            pair.run();
            SendingLink sender = server.senders.get(0).link;

            assertThat(sender.credit()).isEqualTo(receiver.link.credit());
            assertThat(receiver.link.draining()).isFalse();
        }

        @Test
        void shouldDetachForAMessageAboveItsMaximumSize() {
            Session session = client.beginSession();
            Attach attach = attach("in");
            attach.setMaxMessageSize(UnsignedLong.valueOf(2_000));
            RecordingReceiver receiver = client.attachReceiver(session, attach);
            pair.run();
            receiver.link.grant(2);
            pair.run();
            client.events.clear();
            serve("x".repeat(2_000));
            serve("x".repeat(2_001));

            pair.run();

            assertThat(receiver.messages).hasSize(1);
            assertThat(client.events).containsExactly("in detached " + LinkError.MESSAGE_SIZE_EXCEEDED);
            assertThat(session.begun()).isTrue();
        }

        @Test
        void shouldGoByTheSettleModeThatTheSenderReallyUses() {
            Session session = client.beginSession();
            Attach attach = attach("in");
            attach.setSndSettleMode(SenderSettleMode.SETTLED);
            RecordingReceiver receiver = client.attachReceiver(session, attach);
            pair.run();
            receiver.link.grant(1);
            pair.run();
            client.events.clear();

            serve("unsettled against its word");
            pair.run();

            assertThat(client.events).containsExactly("in detached amqp:invalid-field");
        }

        @Test
        void shouldWriteAnswersBeforeWhatDependsOnThem() {
            Session session = client.beginSession();
            RecordingReceiver receiver = client.attachReceiver(session, attach("in"));
            RecordingSender discharges = client.attachSender(session, attach("coordinator"));
            pair.run();
            receiver.link.grant(1);
            server.receivers.get(0).link.grant(1);
            pair.run();
            serve("a");
            pair.run();
            server.events.clear();
            receiver.received.get(0).settle(Accepted.getInstance());

            session.flushDispositions();
            discharges.link.send(Payload.of(bytes("discharge")), false, null, null);
            server.read(client, 40);

            assertThat(server.senders.get(0).disposed).hasSize(1);
            assertThat(server.receivers.get(0).messages).isEmpty();
        }
    }
}
