package io.carrick.amqp.engine;

import static io.carrick.amqp.engine.WirePeer.attach;
import static io.carrick.amqp.engine.WirePeer.begin;
import static io.carrick.amqp.engine.WirePeer.detach;
import static io.carrick.amqp.engine.WirePeer.disposition;
import static io.carrick.amqp.engine.WirePeer.flow;
import static io.carrick.amqp.engine.WirePeer.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.codec.FlowFrame;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.ConnectionError;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.SessionError;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's engine against servers that do what no server should. */
class BrokenPeerTest {
    private static WirePeer receiver(int credit) {
        WirePeer peer = WirePeer.serverWithSession();
        ReceivingLink link = peer.attachReceiver("in");
        peer.send(0, attach("in", 0, Role.SENDER));
        link.grant(credit);
        peer.granted = link;
        peer.expect(FlowFrame.class);
        peer.events.clear();
        return peer;
    }

    @Nested
    class Opening {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "00000007 02000000", // smaller than its header
                    "7fffffff 02000000", // larger than any frame
                    "0000000c 02000000 00531045", // open without container-id
                    "48545450 2f312e31" // another protocol
                })
        void shouldCloseForBytesThatAreNoOpen(String bytes) {
            WirePeer peer = new WirePeer();
            peer.connection.open(new Open());
            peer.expect(Open.class);

            peer.send(bytes);

            assertThat(peer.expect(Close.class).getError()).isNotNull();
            assertThat(peer.events).containsExactly("closed");
            assertThat(peer.connection.error()).isNotNull();
            assertThat(peer.connection.closedByPeer()).isFalse();
        }

        @Test
        void shouldTakeACloseInsteadOfAnOpenAsARefusal() {
            WirePeer peer = new WirePeer();
            peer.connection.open(new Open());
            peer.expect(Open.class);
            Close close = new Close();
            close.setError(Errors.of(AmqpError.UNAUTHORIZED_ACCESS, "no"));

            peer.send(0, close);

            assertThat(peer.events).containsExactly("closed");
            assertThat((Object) peer.connection.error().getCondition()).isEqualTo(AmqpError.UNAUTHORIZED_ACCESS);
            assertThat(peer.transportClosed).isTrue();
        }

        @Test
        void shouldBearABeginInsteadOfTheCloseThatWasAnnounced() {
            WirePeer peer = new WirePeer();
            peer.connection.open(new Open());
            peer.expect(Open.class);
            Open open = WirePeer.container("server");
            open.setProperties(Map.of(Symbol.valueOf("amqp:connection-establishment-failed"), true));
            peer.send(0, open);

            peer.send(0, begin());
            peer.expectNothing();
            peer.send(0, new Close());

            assertThat(peer.events).containsExactly("closed");
            assertThat(peer.connection.closedByPeer()).isTrue();
        }

        @Test
        void shouldCloseForASecondOpen() {
            WirePeer peer = WirePeer.server();

            peer.send(0, WirePeer.container("server"));

            peer.expectClose(AmqpError.ILLEGAL_STATE);
        }

        @Test
        void shouldCloseForAFrameAboveItsMaximum() {
            WirePeer peer = WirePeer.serverWithSession();

            peer.send("00000401 02000000");

            peer.expectClose(ConnectionError.FRAMING_ERROR);
            assertThat(peer.events).containsExactly("ended amqp:connection:framing-error", "closed");
        }
    }

    @Nested
    class Sessions {
        @Test
        void shouldCloseForAnAnswerToNoBegin() {
            WirePeer peer = WirePeer.server();

            peer.send(0, begin(0));

            peer.expectClose(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldCloseForASecondAnswerToABegin() {
            WirePeer peer = WirePeer.serverWithSession();

            peer.send(1, begin(0));

            peer.expectClose(AmqpError.INVALID_FIELD);
            assertThat(peer.events).containsExactly("ended amqp:invalid-field", "closed");
        }

        @Test
        void shouldCloseForAnEndOfASessionThatThePeerHasNotBegun() {
            WirePeer peer = WirePeer.server();
            peer.connection.beginSession(new RecordingSession(peer.events));
            peer.expect(Begin.class);

            peer.send(0, new End());

            peer.expectClose(AmqpError.ILLEGAL_STATE);
            assertThat(peer.events).containsExactly("ended amqp:illegal-state", "closed");
        }

        @Test
        void shouldTakeAnEndRightAfterTheBeginAsARefusal() {
            WirePeer peer = WirePeer.server();
            peer.connection.beginSession(new RecordingSession(peer.events));
            peer.expect(Begin.class);
            End end = new End();
            end.setError(Errors.of(AmqpError.NOT_ALLOWED, "no"));

            peer.send(4, begin(0));
            peer.send(4, end);

            peer.expect(End.class);
            assertThat(peer.events).containsExactly("begun", "ended amqp:not-allowed");
        }

        @Test
        void shouldCloseForASessionThatTheServerBegins() {
            WirePeer peer = WirePeer.serverWithSession();

            peer.send(1, begin());

            peer.expectClose(AmqpError.NOT_IMPLEMENTED);
            assertThat(peer.events).containsExactly("ended amqp:not-implemented", "closed");
        }

        @Test
        void shouldKeepToThePeersChannels() {
            WirePeer peer = new WirePeer();
            peer.connection.open(new Open());
            Open open = WirePeer.container("server");
            open.setChannelMax(UnsignedShort.valueOf((short) 0));
            peer.send(0, open);

            peer.connection.beginSession(new RecordingSession(peer.events));
            peer.connection.beginSession(new RecordingSession(peer.events));

            assertThat(peer.events).containsExactly("ended amqp:resource-limit-exceeded");
        }

        @Test
        void shouldRefuseLinksThatThePeerAttachesUnlessItsApplicationWantsThem() {
            ConnectionHandler client = new ConnectionHandler() {
                @Override
                public void opened(Open open) {}

                @Override
                public void closed() {}
            };
            WirePeer peer = WirePeer.serverWithSession();
            peer.answersAttach = false;
            peer.send(0, attach("unasked", 0, Role.SENDER));
            peer.send(0, attach("unasked", 1, Role.RECEIVER));

            client.attached(peer.receivers.get(0));
            client.attached(peer.senders.get(0));

            peer.expect(Attach.class);
            peer.expectDetach(AmqpError.NOT_IMPLEMENTED);
            peer.expect(Attach.class);
            peer.expectDetach(AmqpError.NOT_IMPLEMENTED);
            assertThat(peer.session.begun()).isTrue();
        }
    }

    @Nested
    class Links {
        @Test
        void shouldReportARefusalWithoutReason() {
            WirePeer peer = WirePeer.serverWithSession();
            peer.attachSender("out");
            Attach answer = attach("out", 0, Role.RECEIVER);
            answer.setTarget(null);

            peer.send(0, answer);
            assertThat(peer.events).isEmpty();
            peer.send(0, detach(0, true));

            assertThat(peer.events).containsExactly("out refused well");
            assertThat(peer.expect(Detach.class).getClosed()).isTrue();
        }

        @Test
        void shouldReportALinkThatIsNeitherAcceptedNorRefusedWhenTheSessionEnds() {
            WirePeer peer = WirePeer.serverWithSession();
            peer.attachReceiver("in");
            Attach answer = attach("in", 0, Role.SENDER);
            answer.setSource(null);
            peer.send(0, answer);

            peer.send(0, new End());

            assertThat(peer.events).containsExactly("in detached well", "ended well");
        }

        @Test
        void shouldDetachForATransferOnARefusedLink() {
            WirePeer peer = WirePeer.serverWithSession();
            peer.attachReceiver("in");
            Attach answer = attach("in", 0, Role.SENDER);
            answer.setSource(null);
            peer.send(0, answer);

            peer.send(0, transfer(0, 0, false), "a");

            peer.expectDetach(LinkError.TRANSFER_LIMIT_EXCEEDED);
            assertThat(peer.events).containsExactly("in detached amqp:link:transfer-limit-exceeded");
        }

        @Test
        void shouldTakeAnAnswerInTheWrongRoleAsALinkOfThePeer() {
            WirePeer peer = WirePeer.serverWithSession();
            SendingLink link = peer.attachSender("out");

            peer.send(0, attach("out", 0, Role.SENDER));

            assertThat(peer.receivers).hasSize(1);
            assertThat(link.attached()).isFalse();
        }

        @Test
        void shouldEndTheSessionForASecondAnswerOnTheSameHandle() {
            WirePeer peer = WirePeer.serverWithSession();
            peer.attachSender("out");
            peer.send(0, attach("out", 0, Role.RECEIVER));

            peer.send(0, attach("out", 0, Role.RECEIVER));

            peer.expectEnd(SessionError.HANDLE_IN_USE);
            assertThat(peer.events)
                    .containsExactly(
                            "out attached",
                            "out detached amqp:session:handle-in-use",
                            "ended amqp:session:handle-in-use");
        }

        @Test
        void shouldEndTheSessionForADetachOfNoLink() {
            WirePeer peer = WirePeer.serverWithSession();

            peer.send(0, detach(3, true));

            peer.expectEnd(SessionError.UNATTACHED_HANDLE);
            assertThat(peer.events).containsExactly("ended amqp:session:unattached-handle");
        }

        @Test
        void shouldTellOnceOfADetachThatFollowsItsOwn() {
            WirePeer peer = receiver(1);
            peer.send(0, transfer(0, -1, false), "a");
            peer.expectDetach(AmqpError.INVALID_FIELD);

            peer.send(0, detach(0, true));

            assertThat(peer.events).containsExactly("in detached amqp:invalid-field");
        }
    }

    @Nested
    class Deliveries {
        @Test
        void shouldDetachForADeliveryWithoutCredit() {
            WirePeer peer = receiver(1);
            peer.send(0, transfer(0, 0, false), "a");

            peer.send(0, transfer(0, 1, false), "b");

            peer.expectDetach(LinkError.TRANSFER_LIMIT_EXCEEDED);
            assertThat(peer.events).containsExactly("in detached amqp:link:transfer-limit-exceeded");
        }

        @Test
        void shouldNotDeliverMoreThanItEverGrantedWhateverIsTakenBack() {
            WirePeer peer = receiver(3);
            peer.granted.grant(1);
            peer.expect(FlowFrame.class);
            for (int i = 0; i < 3; i++) {
                peer.send(0, transfer(0, i, false), "a");
            }
            peer.expectNothing();

            peer.send(0, transfer(0, 3, false), "a");

            peer.expectDetach(LinkError.TRANSFER_LIMIT_EXCEEDED);
        }

        @Test
        void shouldEndTheSessionForAWindowThatIsOverrun() {
            WirePeer peer = receiver(100);
            peer.session.hold(WirePeer.WINDOW);
            for (int i = 0; i < WirePeer.WINDOW; i++) {
                peer.send(0, transfer(0, i, false), "m");
            }

            peer.send(0, transfer(0, WirePeer.WINDOW, false), "m");

            peer.expectEnd(SessionError.WINDOW_VIOLATION);
            assertThat(peer.events)
                    .containsExactly(
                            "in detached amqp:session:window-violation", "ended amqp:session:window-violation");
        }

        @Test
        void shouldIgnoreOutcomesOfDeliveriesThatItDoesNotKnow() {
            WirePeer peer = WirePeer.serverWithSession();
            SendingLink link = peer.attachSender("out");
            peer.send(0, attach("out", 0, Role.RECEIVER));
            peer.send(0, flow(10).link(0, 0, 10, false));
            OutgoingDelivery delivery = link.send(WirePeer.text("a"), false, null, "a");

            peer.send(0, disposition(Role.RECEIVER, 0, Integer.MAX_VALUE, true, Accepted.getInstance()));
            peer.send(0, disposition(Role.RECEIVER, 0, 0, true, Accepted.getInstance()));

            assertThat(peer.disposed).containsExactly(delivery);
        }

        @Test
        void shouldEndTheSessionForADispositionOfNoRange() {
            WirePeer peer = WirePeer.serverWithSession();

            peer.send(0, disposition(Role.RECEIVER, 5, 3, true, Accepted.getInstance()));

            peer.expectEnd(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldTakeCreditOfAnySize() {
            WirePeer peer = WirePeer.serverWithSession();
            SendingLink link = peer.attachSender("out");
            peer.send(0, attach("out", 0, Role.RECEIVER));

            peer.send(0, flow(10).link(0, 0, UnsignedInteger.MAX_VALUE.longValue(), false));

            assertThat(link.credit()).isEqualTo(Integer.MAX_VALUE);
            assertThat(link.ready()).isTrue();
        }

        @Test
        void shouldTakeAnUnaskedDrainAnswerForWhatItIs() {
            WirePeer peer = receiver(5);

            peer.send(0, flow(10).link(0, 5, 0, true));
            peer.expectNothing();

            assertThat(peer.events).isEmpty();
            assertThat(peer.connection.error()).isNull();
        }
    }
}
