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
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SessionError;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionTest {
    @Nested
    class Section256Windows {
        @Test
        void shouldEndTheSessionForATransferBeyondTheIncomingWindow() {
            WirePeer peer = WirePeer.sender(100);
            peer.receivers.get(0).session().hold(WirePeer.WINDOW);
            for (int i = 0; i < WirePeer.WINDOW; i++) {
                peer.send(0, transfer(0, i, false), "m");
            }
            peer.expectNothing();

            peer.send(0, transfer(0, WirePeer.WINDOW, false), "m");

            peer.expectEnd(SessionError.WINDOW_VIOLATION);
            assertThat(peer.events).contains("detached false").doesNotContain("closed");
        }

        @Test
        void shouldOpenTheWindowAgainWhenHeldFramesAreReleased() {
            WirePeer peer = WirePeer.sender(100);
            Session session = peer.receivers.get(0).session();
            session.hold(WirePeer.WINDOW);
            for (int i = 0; i < WirePeer.WINDOW; i++) {
                peer.send(0, transfer(0, i, false), "m");
            }

            session.release(WirePeer.WINDOW);

            FlowFrame flow = peer.expect(FlowFrame.class);
            assertThat(flow.nextIncomingId()).isEqualTo(WirePeer.WINDOW);
            assertThat(flow.incomingWindow()).isEqualTo(WirePeer.WINDOW);
        }

        @Test
        void shouldTopTheWindowUpAfterHalfOfIt() {
            WirePeer peer = WirePeer.sender(100);

            for (int i = 0; i < WirePeer.WINDOW / 2; i++) {
                peer.send(0, transfer(0, i, false), "m");
            }
            peer.expectNothing();
            peer.send(0, transfer(0, 99, false), "m");

            assertThat(peer.expect(FlowFrame.class).incomingWindow()).isEqualTo(WirePeer.WINDOW);
        }

        @Test
        void shouldNotSendBeyondThePeersIncomingWindow() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(1).link(0, 0, 10, false));
            SendingLink link = peer.senders.get(0);

            link.send(new byte[] {1}, false, 0, false, null, WirePeer.text("first"), null);
            assertThat(link.ready()).isFalse();
            peer.expect(TransferFrame.class);
            assertThat(peer.expect(String.class)).isEqualTo("first");
            peer.events.clear();
            peer.send(0, FlowFrame.session(1, 1, 0, 100));

            assertThat(peer.events).containsExactly("sendable");
            assertThat(link.ready()).isTrue();
        }

        @Test
        void shouldEndTheSessionForAcknowledgedTransfersThatWereNeverSent() {
            WirePeer peer = WirePeer.begun();

            peer.send(0, FlowFrame.session(5, 10, 0, 10));

            peer.expectEnd(SessionError.WINDOW_VIOLATION);
        }

        @Test
        void shouldEchoTheStateOfTheSession() {
            WirePeer peer = WirePeer.begun();

            peer.send("0000001a 02000000 005313 c0 0d 0a 43 5264 43 5264 40 40 40 40 42 41");

            FlowFrame flow = peer.expect(FlowFrame.class);
            assertThat(flow.handle()).isEqualTo(FlowFrame.ABSENT);
            assertThat(flow.echo()).isFalse();
        }
    }

    @Nested
    class Section262Handles {
        @Test
        void shouldEndTheSessionForAHandleInUse() {
            WirePeer peer = WirePeer.sender(1);

            peer.send(0, attach("other", 0, Role.SENDER));

            peer.expectEnd(SessionError.HANDLE_IN_USE);
        }

        @Test
        void shouldEndTheSessionForAnUnattachedHandle() {
            WirePeer peer = WirePeer.sender(1);

            peer.send(0, transfer(5, 0, false), "m");

            peer.expectEnd(SessionError.UNATTACHED_HANDLE);
        }

        @Test
        void shouldEndTheSessionForATransferAfterThePeersDetach() {
            WirePeer peer = WirePeer.sender(10);
            peer.send(0, detach(0, true));
            peer.receivers.get(0).detach(true, null);
            peer.expect(Detach.class);

            peer.send(0, transfer(0, 0, false), "m");

            peer.expectEnd(SessionError.UNATTACHED_HANDLE);
        }

        @Test
        void shouldCloseWithFramingErrorAboveHandleMax() {
            WirePeer peer = WirePeer.begun();

            peer.send(0, attach("link", 64, Role.SENDER));

            peer.expectClose(ConnectionError.FRAMING_ERROR);
        }

        @Test
        void shouldLetThePeerReuseAHandleAtOnceAfterItsDetach() {
            WirePeer peer = WirePeer.sender(1);

            peer.send(0, detach(0, true));
            peer.send(0, attach("next", 0, Role.SENDER));

            assertThat(peer.expect(Attach.class).getName()).isEqualTo("next");
        }
    }

    @Nested
    class Section265ErrantLinks {
        @Test
        void shouldForgiveWhatWasUnderWayWhenTheLinkWasDetached() {
            WirePeer peer = WirePeer.sender(2);
            peer.receivers.get(0).detach(true, Errors.of(AmqpError.RESOURCE_DELETED, "gone"));
            peer.expectDetach(AmqpError.RESOURCE_DELETED);

            peer.send(0, transfer(0, 0, true), "part");
            peer.send(0, transfer(0, -1, false), "part");
            peer.send(0, transfer(0, 1, false), "m");
            peer.send(0, detach(0, true));

            peer.expectNothing();
            peer.expectUsableSession();
            assertThat(peer.received).isEmpty();
        }

        @Test
        void shouldEndTheSessionForMoreThanWasUnderWay() {
            WirePeer peer = WirePeer.sender(1);
            peer.receivers.get(0).detach(true, Errors.of(AmqpError.RESOURCE_DELETED, "gone"));
            peer.expect(Detach.class);

            peer.send(0, transfer(0, 0, false), "m");
            peer.expectNothing();
            peer.send(0, transfer(0, 1, false), "m");

            peer.expectEnd(SessionError.ERRANT_LINK);
        }

        @Test
        void shouldEndTheSessionForAttachToAHandleDetachedWithAnError() {
            WirePeer peer = WirePeer.sender(1);
            peer.receivers.get(0).detach(true, Errors.of(AmqpError.RESOURCE_DELETED, "gone"));
            peer.expect(Detach.class);

            peer.send(0, attach("sender", 0, Role.SENDER));

            peer.expectEnd(SessionError.ERRANT_LINK);
        }
    }

    @Nested
    class Section255Ending {
        @Test
        void shouldIgnoreAllButEndAfterItsOwnEnd() {
            WirePeer peer = WirePeer.sender(5);
            peer.send(0, attach("other", 0, Role.SENDER));
            peer.expectEnd(SessionError.HANDLE_IN_USE);

            peer.send(0, transfer(0, 0, false), "m");
            peer.send(0, attach("third", 4, Role.SENDER));
            peer.expectNothing();
            peer.send(0, new End());
            peer.send(0, WirePeer.begin());

            peer.expect(Begin.class);
        }

        @Test
        void shouldLeaveOtherSessionsAlone() {
            WirePeer peer = WirePeer.sender(5);
            peer.send(1, WirePeer.begin());
            peer.expect(Begin.class);

            peer.send(1, transfer(0, 0, false), "m");
            peer.expectEnd(SessionError.UNATTACHED_HANDLE);

            peer.expectUsableSession();
        }
    }

    @Nested
    class Section2612Dispositions {
        @Test
        void shouldJoinConsecutiveEqualOutcomesIntoOneFrame() {
            WirePeer peer = WirePeer.sender(10);
            for (int i = 0; i < 4; i++) {
                peer.send(0, transfer(0, i, false), "m");
            }

            peer.received.forEach(delivery -> delivery.settle(Accepted.getInstance()));
            assertThat(peer.flushScheduled).isTrue();

            DispositionFrame disposition = peer.expect(DispositionFrame.class);
            assertThat(disposition.fromReceiver()).isTrue();
            assertThat(disposition.first()).isEqualTo(0);
            assertThat(disposition.last()).isEqualTo(3);
            assertThat(disposition.settled()).isTrue();
            assertThat(disposition.state()).isInstanceOf(Accepted.class);
            peer.expectNothing();
        }

        @Test
        void shouldSettleARangeOverSeveralLinks() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, attach("second", 1, Role.RECEIVER));
            peer.expect(Attach.class);
            peer.send(0, flow(50).link(0, 0, 10, false));
            peer.send(0, flow(50).link(1, 0, 10, false));
            peer.senders.get(0).send(new byte[] {1}, false, 0, false, null, WirePeer.text("a"), "a");
            peer.senders.get(1).send(new byte[] {1}, false, 0, false, null, WirePeer.text("b"), "b");
            peer.senders.get(0).send(new byte[] {2}, false, 0, false, null, WirePeer.text("c"), "c");

            peer.send(0, disposition(Role.RECEIVER, 0, 0x7ffffff0, true, Accepted.getInstance()));

            assertThat(peer.disposed).extracting(OutgoingDelivery::context).containsExactly("a", "b", "c");
            assertThat(peer.disposed).allMatch(OutgoingDelivery::settled);
        }

        @Test
        void shouldIgnoreADispositionOfDeliveriesAlreadySettled() {
            WirePeer peer = WirePeer.receiver();

            peer.send(0, disposition(Role.RECEIVER, 0, 7, true, Accepted.getInstance()));

            assertThat(peer.disposed).isEmpty();
            peer.expectUsableSession();
        }

        @Test
        void shouldEndTheSessionForARangeThatEndsBeforeItsBeginning() {
            WirePeer peer = WirePeer.receiver();

            peer.send(0, disposition(Role.RECEIVER, 5, 4, true, Accepted.getInstance()));

            peer.expectEnd(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldSettleAfterTheReceiverAskedForIt() {
            WirePeer peer = WirePeer.receiver();
            peer.send(0, flow(50).link(0, 0, 10, false));
            peer.senders.get(0).send(new byte[] {1}, false, 0, false, null, WirePeer.text("a"), null);
            peer.expect(TransferFrame.class);
            peer.expect(String.class);
            peer.send(0, disposition(Role.RECEIVER, 0, 0, false, Accepted.getInstance()));

            peer.disposed.get(0).settle(Accepted.getInstance());

            DispositionFrame disposition = peer.expect(DispositionFrame.class);
            assertThat(disposition.fromReceiver()).isFalse();
            assertThat(disposition.settled()).isTrue();
        }
    }
}
