package io.carrick.amqp.interop;

import static io.carrick.amqp.interop.SocketPeer.attach;
import static io.carrick.amqp.interop.SocketPeer.detach;
import static io.carrick.amqp.interop.SocketPeer.durableMessage;
import static io.carrick.amqp.interop.SocketPeer.expectError;
import static io.carrick.amqp.interop.SocketPeer.message;
import static io.carrick.amqp.interop.SocketPeer.messageTo;
import static io.carrick.amqp.interop.SocketPeer.receiver;
import static io.carrick.amqp.interop.SocketPeer.sender;
import static io.carrick.amqp.interop.SocketPeer.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.ListenerSettings;
import io.carrick.amqp.codec.DispositionFrame;
import io.carrick.amqp.codec.FlowFrame;
import io.carrick.amqp.codec.TransferFrame;
import io.carrick.transactions.TransactionLimits;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.DeleteOnClose;
import org.apache.qpid.proton.amqp.messaging.DeleteOnNoLinks;
import org.apache.qpid.proton.amqp.messaging.DeleteOnNoLinksOrMessages;
import org.apache.qpid.proton.amqp.messaging.DeleteOnNoMessages;
import org.apache.qpid.proton.amqp.messaging.LifetimePolicy;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TransactionErrors;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.LinkError;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.Role;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links, deliveries and transactions frame by frame against the whole broker. */
@Timeout(60)
class LinkBindingTest {
    private static final Symbol LIFETIME = Symbol.valueOf("lifetime-policy");

    @TempDir
    private static Path data;

    private static RunningBroker broker;

    private SocketPeer peer;
    private String queue;

    @BeforeAll
    static void start() throws IOException {
        broker = new RunningBroker(
                data,
                AmqpSettings.DEFAULT.withTransactions(new TransactionLimits(2, 60_000)),
                ListenerSettings.tcp("strict", "127.0.0.1", 0, RunningBroker.anonymous())
                        .withAutoCreate(false));
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    @BeforeEach
    void connect(TestInfo test) throws IOException {
        queue = test.getTestMethod().orElseThrow().getName();
        peer = SocketPeer.begun(broker.port(), "container-" + queue);
    }

    @AfterEach
    void disconnect() throws IOException {
        peer.close();
    }

    private void expectUsable() throws IOException {
        peer.attachSender("probe", 99, "probe");
    }

    private Rejected expectRejected() throws IOException {
        DispositionFrame disposition = peer.expect(DispositionFrame.class);
        assertThat(disposition.state()).isInstanceOf(Rejected.class);
        return (Rejected) disposition.state();
    }

    private void expectAccepted(int id) throws IOException {
        DispositionFrame disposition = peer.expect(DispositionFrame.class);
        assertThat(disposition.first()).isEqualTo(id);
        assertThat(disposition.settled()).isTrue();
        assertThat(disposition.state()).isInstanceOf(Accepted.class);
    }

    private void expectMessage() throws IOException {
        assertThat(peer.expect(TransferFrame.class).more()).isFalse();
        assertThat(peer.payload().isReadable()).isTrue();
    }

    @Nested
    class Senders {
        @Test
        void shouldRefuseAnUnknownAddressWithANullTargetAndADetach() throws IOException {
            try (SocketPeer strict = SocketPeer.begun(broker.port("strict"), "strict")) {
                strict.send(sender("s", 0, "unknown-address"));

                assertThat(strict.expect(Attach.class).getTarget()).isNull();
                Detach detach = strict.expect(Detach.class);
                assertThat(detach.getClosed()).isTrue();
                expectError(detach.getError(), AmqpError.NOT_FOUND);
            }
        }

        @Test
        void shouldRefuseASenderWithoutTarget() throws IOException {
            Attach attach = sender("s", 0, queue);
            attach.setTarget(null);

            peer.send(attach);

            peer.expect(Attach.class);
            peer.expectDetach(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldOfferDelayedDeliveryWhereDesired() throws IOException {
            Attach attach = sender("s", 0, queue);
            attach.setDesiredCapabilities(Symbol.valueOf("DELAYED_DELIVERY"));

            peer.send(attach);

            assertThat(Arrays.asList(peer.expect(Attach.class).getOfferedCapabilities()))
                    .containsExactly(Symbol.valueOf("DELAYED_DELIVERY"));
        }

        @Test
        void shouldRejectAnonymousMessagesToUnknownDestinations() throws IOException {
            peer.attachSender("s", 0, null);

            peer.transfer(0, 0, null, message("to nowhere"));

            Rejected rejected = expectRejected();
            expectError(rejected.getError(), AmqpError.NOT_FOUND);
            Map<?, ?> info = rejected.getError().getInfo();
            assertThat(info.get(Symbol.valueOf("delivery-tag"))).isEqualTo(new Binary(tag(0)));
            peer.transfer(0, 1, null, messageTo(queue, "to somewhere"));
            expectAccepted(1);
        }

        @Test
        void shouldDetachAnonymousSendersThatCannotTakeRejections() throws IOException {
            Attach attach = sender("s", 0, null);
            ((Source) attach.getSource()).setOutcomes(Symbol.valueOf("amqp:accepted:list"));
            peer.send(attach);
            peer.expect(Attach.class);
            peer.expect(FlowFrame.class);

            peer.transfer(0, 0, null, message("to nowhere"));

            peer.expectDetach(AmqpError.NOT_FOUND);
            expectUsable();
        }

        @Test
        void shouldDetachAnonymousSendersForSettledMessagesToNowhere() throws IOException {
            peer.attachSender("s", 0, null);

            peer.transfer(
                    new TransferFrame(0, 0, tag(0), 0, true, false, null, null, false, false), message("to nowhere"));

            peer.expectDetach(AmqpError.NOT_FOUND);
        }

        @Test
        void shouldDetachForAMalformedMessage() throws IOException {
            peer.attachSender("s", 0, queue);

            peer.transfer(0, 0, null, new byte[] {0x00, 0x53, 0x77, 0x01});

            peer.expectDetach(AmqpError.DECODE_ERROR);
            expectUsable();
        }

        @Test
        void shouldDetachForAMessageWithoutBody() throws IOException {
            peer.attachSender("s", 0, queue);

            peer.transfer(0, 0, null, new byte[0]);

            peer.expectDetach(AmqpError.DECODE_ERROR);
        }

        @Test
        void shouldDetachForAMessageAboveTheLimitOfTheAddress() throws IOException {
            peer.send(sender("s", 0, "small-" + queue));
            assertThat(peer.expect(Attach.class).getMaxMessageSize()).isEqualTo(UnsignedLong.valueOf(1000));
            peer.expect(FlowFrame.class);

            peer.transfer(0, 0, null, message("x".repeat(1200)));

            peer.expectDetach(LinkError.MESSAGE_SIZE_EXCEEDED);
            expectUsable();
        }

        @Test
        void shouldRejectWhatAFullAddressDoesNotTakeAndGoOnLater() throws IOException {
            peer.attachSender("s", 0, "full-" + queue);
            for (int i = 0; i < 2; i++) {
                peer.transfer(0, i, null, message("m"));
                expectAccepted(i);
            }
            peer.transfer(0, 2, null, message("too many"));
            expectError(expectRejected().getError(), AmqpError.RESOURCE_LIMIT_EXCEEDED);
            peer.send(receiver("r", 1, "full-" + queue));
            peer.expect(Attach.class);
            peer.credit(1, 0, 1, false);
            expectMessage();
            peer.dispose(0, 0, false, Accepted.getInstance());
            assertThat(peer.expect(DispositionFrame.class).settled()).isTrue();

            peer.transfer(0, 3, null, message("now there is room"));

            expectAccepted(3);
        }

        @Test
        void shouldStealALinkOfTheSameName() throws IOException {
            peer.attachSender("same", 0, queue);
            try (SocketPeer thief = SocketPeer.begun(broker.port(), "container-" + queue)) {
                thief.attachSender("same", 0, queue);

                peer.expectDetach(LinkError.STOLEN);
                thief.transfer(0, 0, null, message("mine"));
                assertThat(thief.expect(DispositionFrame.class).state()).isInstanceOf(Accepted.class);
            }
        }

        @Test
        void shouldDropAnAbortedMessage() throws IOException {
            peer.attachSender("s", 0, queue);
            byte[] whole = message("aborted");

            peer.transfer(
                    new TransferFrame(0, 0, tag(0), 0, false, true, null, null, false, false), Arrays.copyOf(whole, 4));
            peer.transfer(new TransferFrame(0, -1, null, -1, null, false, null, null, false, true), new byte[0]);
            peer.transfer(0, 1, null, message("complete"));

            expectAccepted(1);
        }

        @Test
        void shouldResumeADeliveryThatTheClientSettlesSecond() throws IOException {
            Attach attach = sender("s", 0, queue);
            attach.setRcvSettleMode(ReceiverSettleMode.SECOND);
            peer.send(attach);
            peer.expect(Attach.class);
            peer.expect(FlowFrame.class);
            peer.transfer(0, 0, null, message("once"));
            assertThat(peer.expect(DispositionFrame.class).settled()).isFalse();
            peer.send(detach(0, false));
            peer.expect(Detach.class);

            Map<Binary, Object> unsettled = new HashMap<>();
            unsettled.put(new Binary(tag(0)), null);
            attach.setUnsettled(unsettled);
            peer.send(attach);
            Map<?, ?> told = peer.expect(Attach.class).getUnsettled();
            assertThat(told.get(new Binary(tag(0)))).isInstanceOf(Accepted.class);
            peer.expect(FlowFrame.class);
            peer.transfer(new TransferFrame(0, 1, tag(0), 0, false, false, null, null, true, false), message("once"));
            assertThat(peer.expect(DispositionFrame.class).state()).isInstanceOf(Accepted.class);

            peer.send(receiver("r", 1, queue));
            peer.expect(Attach.class);
            peer.credit(1, 0, 10, true);
            expectMessage();
            assertThat(peer.expect(FlowFrame.class).drain()).isTrue();
        }
    }

    @Nested
    class Receivers {
        @Test
        void shouldAnswerADrainOfAnEmptyQueueAtOnce() throws IOException {
            peer.send(receiver("r", 0, queue));
            peer.expect(Attach.class);

            peer.credit(0, 0, 5, true);

            FlowFrame flow = peer.expect(FlowFrame.class);
            assertThat(flow.drain()).isTrue();
            assertThat(flow.deliveryCount()).isEqualTo(5);
            assertThat(flow.linkCredit()).isZero();
        }

        @Test
        void shouldWaitForASlowReaderAndKeepTheOrder() throws IOException {
            int count = 300;
            String filler = "x".repeat(60_000);
            peer.attachSender("s", 0, queue);
            for (int i = 0; i < count; i++) {
                peer.transfer(0, i, null, durableMessage(i + ":" + filler));
            }
            for (long settled = -1; settled < count - 1; ) {
                if (peer.next() instanceof DispositionFrame disposition) {
                    settled = disposition.last();
                }
            }
            peer.send(receiver("r", 1, queue));
            // More than socket buffers and watermarks hold is on offer before the first byte of it is read.
            peer.credit(1, 0, count, false);

            for (int i = 0; i < count; ) {
                if (peer.next() instanceof TransferFrame) {
                    ByteBuf payload = peer.payload();
                    String beginning = payload.toString(payload.readerIndex(), 40, StandardCharsets.ISO_8859_1);
                    assertThat(beginning).contains(i + ":x");
                    i++;
                }
            }
        }

        @Test
        void shouldRefuseAnUnknownSubscriptionLookup() throws IOException {
            peer.send(attach("nobody", 0, Role.RECEIVER));

            assertThat(peer.expect(Attach.class).getSource()).isNull();
            peer.expectDetach(AmqpError.NOT_FOUND);
        }

        @Test
        void shouldRefuseABadSelector() throws IOException {
            Attach attach = receiver("r", 0, queue);
            ((Source) attach.getSource())
                    .setFilter(Map.of(
                            Symbol.valueOf("jms-selector"),
                            new Described(UnsignedLong.valueOf(0x0000468C00000004L), "a = = b")));

            peer.send(attach);

            assertThat(peer.expect(Attach.class).getSource()).isNull();
            peer.expectDetach(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldTellWhichFiltersAreApplied() throws IOException {
            Attach attach = receiver("r", 0, queue);
            ((Source) attach.getSource())
                    .setFilter(Map.of(
                            Symbol.valueOf("known"),
                            new Described(Symbol.valueOf("apache.org:selector-filter:string"), "a = 1"),
                            Symbol.valueOf("unknown"),
                            new Described(Symbol.valueOf("example:filter"), "b")));

            peer.send(attach);

            Source source = (Source) peer.expect(Attach.class).getSource();
            Map<?, ?> applied = source.getFilter();
            assertThat(applied.keySet()).isEqualTo(java.util.Set.of(Symbol.valueOf("known")));
        }

        @Test
        void shouldDetachForAnUnknownOutcomeOnly() throws IOException {
            peer.attachSender("s", 0, queue);
            peer.transfer(0, 0, null, message("m"));
            expectAccepted(0);
            peer.send(receiver("r", 1, queue));
            peer.expect(Attach.class);
            peer.credit(1, 0, 10, false);
            expectMessage();

            // disposition(role receiver, first 0, last 0, settled, state of descriptor 0x99)
            peer.writeHex("00000016 02000000 005315 c0 09 05 41 43 43 41 00 53 99 45");

            peer.expectDetach(AmqpError.NOT_IMPLEMENTED);
            expectUsable();
        }

        @Test
        void shouldSettleAfterTheReceiverGaveAnOutcome() throws IOException {
            peer.attachSender("s", 0, queue);
            peer.transfer(0, 0, null, message("m"));
            expectAccepted(0);
            peer.send(receiver("r", 1, queue));
            peer.expect(Attach.class);
            peer.credit(1, 0, 10, false);
            expectMessage();

            peer.dispose(0, 0, false, Accepted.getInstance());

            DispositionFrame disposition = peer.expect(DispositionFrame.class);
            assertThat(disposition.fromReceiver()).isFalse();
            assertThat(disposition.settled()).isTrue();
        }

        @Test
        void shouldResumeADurableSubscriptionWithItsUnsettledDelivery() throws IOException {
            Attach attach = receiver("sub", 0, "topic://" + queue);
            Source source = (Source) attach.getSource();
            source.setDurable(TerminusDurability.UNSETTLED_STATE);
            source.setExpiryPolicy(TerminusExpiryPolicy.NEVER);
            peer.send(attach);
            peer.expect(Attach.class);
            peer.attachSender("s", 1, "topic://" + queue);
            peer.transfer(1, 0, null, message("m"));
            expectAccepted(0);
            peer.credit(0, 0, 10, false);
            byte[] tag = peer.expect(TransferFrame.class).deliveryTag();
            peer.send(detach(0, false));
            peer.expect(Detach.class);

            attach.setUnsettled(Map.of(new Binary(tag), Accepted.getInstance()));
            peer.send(attach);
            Map<?, ?> told = peer.expect(Attach.class).getUnsettled();
            assertThat(told.containsKey(new Binary(tag))).isTrue();
            peer.credit(0, 0, 10, false);

            TransferFrame resumed = peer.expect(TransferFrame.class);
            assertThat(resumed.resume()).isTrue();
            assertThat(resumed.settled()).isTrue();
            assertThat(resumed.deliveryTag()).isEqualTo(tag);
            assertThat(peer.payload().isReadable()).isFalse();
        }
    }

    @Nested
    class DynamicNodes {
        @Test
        void shouldCreateNodesOfEveryLifetimePolicy() throws IOException {
            LifetimePolicy[] policies = {
                DeleteOnClose.getInstance(),
                DeleteOnNoLinks.getInstance(),
                DeleteOnNoMessages.getInstance(),
                DeleteOnNoLinksOrMessages.getInstance()
            };
            for (int i = 0; i < policies.length; i++) {
                Attach attach = sender("dynamic" + i, i, null);
                Target target = (Target) attach.getTarget();
                target.setDynamic(true);
                target.setDynamicNodeProperties(Map.of(LIFETIME, policies[i]));

                peer.send(attach);

                Target created = (Target) peer.expect(Attach.class).getTarget();
                peer.expect(FlowFrame.class);
                assertThat(created.getAddress()).isNotEmpty();
                Map<?, ?> properties = created.getDynamicNodeProperties();
                assertThat(properties.get(LIFETIME)).isInstanceOf(policies[i].getClass());
                peer.send(receiver("consumer" + i, 10 + i, created.getAddress()));
                assertThat(peer.expect(Attach.class).getSource()).isNotNull();
            }
        }

        @Test
        void shouldRefuseALifetimePolicyOfAnotherType() throws IOException {
            Attach attach = receiver("r", 0, null);
            Source source = (Source) attach.getSource();
            source.setDynamic(true);
            source.setDynamicNodeProperties(Map.of(LIFETIME, UnsignedInteger.ONE));

            peer.send(attach);

            assertThat(peer.expect(Attach.class).getSource()).isNull();
            peer.expectDetach(AmqpError.INVALID_FIELD);
        }

        @Test
        void shouldLetOnlyItsConnectionConsume() throws IOException {
            Attach attach = receiver("r", 0, null);
            ((Source) attach.getSource()).setDynamic(true);
            peer.send(attach);
            String address = peer.expect(Attach.class).getSource().getAddress();

            try (SocketPeer other = SocketPeer.begun(broker.port(), "other-" + queue)) {
                other.send(receiver("r", 0, address));

                assertThat(other.expect(Attach.class).getSource()).isNull();
                other.expectDetach(AmqpError.NOT_ALLOWED);
            }
        }
    }

    @Nested
    class Transactions {
        @BeforeEach
        void attachCoordinator() throws IOException {
            Attach attach = sender("coordinator", 50, null);
            attach.setTarget(new Coordinator());
            peer.send(attach);
            Coordinator coordinator = (Coordinator) peer.expect(Attach.class).getTarget();
            assertThat(Arrays.asList(coordinator.getCapabilities()))
                    .contains(
                            Symbol.valueOf("amqp:local-transactions"),
                            Symbol.valueOf("amqp:multi-txns-per-ssn"),
                            Symbol.valueOf("amqp:multi-ssns-per-txn"));
            peer.expect(FlowFrame.class);
        }

        private Binary declare(int id) throws IOException {
            peer.transfer(50, id, null, SocketPeer.encode(new AmqpValue(new Declare())));
            DispositionFrame disposition = peer.expect(DispositionFrame.class);
            assertThat(disposition.settled()).isTrue();
            return ((Declared) disposition.state()).getTxnId();
        }

        private DispositionFrame discharge(int id, Binary transaction, boolean fail) throws IOException {
            Discharge discharge = new Discharge();
            discharge.setTxnId(transaction);
            discharge.setFail(fail);
            peer.transfer(50, id, null, SocketPeer.encode(new AmqpValue(discharge)));
            return peer.expect(DispositionFrame.class);
        }

        private TransactionalState in(Binary transaction, Accepted outcome) {
            TransactionalState state = new TransactionalState();
            state.setTxnId(transaction);
            state.setOutcome(outcome);
            return state;
        }

        @Test
        void shouldShowMessagesAfterCommitOnly() throws IOException {
            peer.attachSender("s", 0, queue);
            peer.send(receiver("r", 1, queue));
            peer.expect(Attach.class);
            Binary transaction = declare(0);
            peer.transfer(0, 1, in(transaction, null), message("m"));
            TransactionalState sent =
                    (TransactionalState) peer.expect(DispositionFrame.class).state();
            assertThat(sent.getTxnId()).isEqualTo(transaction);
            assertThat(sent.getOutcome()).isInstanceOf(Accepted.class);
            peer.credit(1, 0, 1, true);
            assertThat(peer.expect(FlowFrame.class).linkCredit()).isZero();

            assertThat(discharge(2, transaction, false).state()).isInstanceOf(Accepted.class);
            peer.credit(1, 1, 1, false);

            expectMessage();
        }

        @Test
        void shouldSettleUnsettledDeliveriesAfterCommit() throws IOException {
            peer.attachSender("s", 0, queue);
            peer.transfer(0, 0, null, message("m"));
            expectAccepted(0);
            peer.send(receiver("r", 1, queue));
            peer.expect(Attach.class);
            peer.credit(1, 0, 5, false);
            expectMessage();
            Binary transaction = declare(1);
            peer.dispose(0, 0, false, in(transaction, Accepted.getInstance()));

            Discharge discharge = new Discharge();
            discharge.setTxnId(transaction);
            peer.transfer(50, 2, null, SocketPeer.encode(new AmqpValue(discharge)));

            DispositionFrame first = peer.expect(DispositionFrame.class);
            DispositionFrame second = peer.expect(DispositionFrame.class);
            assertThat(Arrays.asList(first.fromReceiver(), second.fromReceiver()))
                    .containsExactlyInAnyOrder(true, false);
            assertThat(first.settled() && second.settled()).isTrue();
        }

        @Test
        void shouldRejectTheDischargeOfAnUnknownTransaction() throws IOException {
            DispositionFrame disposition = discharge(0, new Binary(new byte[] {1, 2, 3}), false);

            expectError(((Rejected) disposition.state()).getError(), TransactionErrors.UNKNOWN_ID);
        }

        @Test
        void shouldDetachASenderThatNamesAnUnknownTransaction() throws IOException {
            peer.attachSender("s", 0, queue);

            peer.transfer(0, 0, in(new Binary(new byte[] {9}), null), message("m"));

            peer.expectDetach(TransactionErrors.UNKNOWN_ID);
            expectUsable();
        }

        @Test
        void shouldRefuseMoreTransactionsThanTheLimit() throws IOException {
            declare(0);
            declare(1);

            peer.transfer(50, 2, null, SocketPeer.encode(new AmqpValue(new Declare())));

            expectError(expectRejected().getError(), AmqpError.RESOURCE_LIMIT_EXCEEDED);
        }

        @Test
        void shouldRollBackWhatTakesTooLong(@TempDir Path hastyData) throws IOException {
            TransactionLimits hasty = new TransactionLimits(2, 1);
            try (RunningBroker other = new RunningBroker(hastyData, AmqpSettings.DEFAULT.withTransactions(hasty))) {
                peer.close();
                peer = SocketPeer.begun(other.port(), "hasty");
                attachCoordinator();
                Binary transaction = declare(0);
                long declared = System.nanoTime();
                Awaitility.await().until(() -> System.nanoTime() - declared > 2_000_000);

                DispositionFrame disposition = discharge(1, transaction, false);

                expectError(((Rejected) disposition.state()).getError(), TransactionErrors.TRANSACTION_TIMEOUT);
            }
        }

        @Test
        void shouldFailTheTransactionOfASettledMessageThatIsRefused() throws IOException {
            peer.attachSender("s", 0, null);
            Binary transaction = declare(0);
            peer.transfer(
                    new TransferFrame(0, 1, tag(1), 0, true, false, null, in(transaction, null), false, false),
                    message("to nowhere"));

            DispositionFrame disposition = discharge(2, transaction, false);

            expectError(((Rejected) disposition.state()).getError(), TransactionErrors.TRANSACTION_ROLLBACK);
        }

        @Test
        void shouldRollBackWhenTheCoordinatorGoes() throws IOException {
            peer.attachSender("s", 0, queue);
            Binary transaction = declare(0);
            peer.transfer(0, 1, in(transaction, null), message("m"));
            peer.expect(DispositionFrame.class);
            peer.send(detach(50, true));
            peer.expect(Detach.class);

            peer.transfer(0, 2, in(transaction, null), message("m"));

            peer.expectDetach(TransactionErrors.UNKNOWN_ID);
        }

        @Test
        void shouldDetachForAnythingButDeclareAndDischarge() throws IOException {
            peer.transfer(50, 0, null, message("hello"));

            peer.expectDetach(AmqpError.NOT_IMPLEMENTED);
            expectUsable();
        }
    }

    @Nested
    class SoleConnections {
        private void openSole(SocketPeer client, boolean closeExisting) throws IOException {
            client.open("sole-" + queue, open -> {
                open.setDesiredCapabilities(Symbol.valueOf("sole-connection-for-container"));
                if (closeExisting) {
                    open.setProperties(
                            Map.of(Symbol.valueOf("sole-connection-enforcement-policy"), UnsignedInteger.ONE));
                }
            });
        }

        @Test
        void shouldRefuseTheSecondConnection() throws IOException {
            try (SocketPeer first = new SocketPeer(broker.port());
                    SocketPeer second = new SocketPeer(broker.port())) {
                openSole(first, false);
                first.expect(Open.class);
                openSole(second, false);

                second.expect(Open.class);
                Close close = second.expect(Close.class);
                expectError(close.getError(), AmqpError.INVALID_FIELD);
                Map<?, ?> info = close.getError().getInfo();
                assertThat(info.get(Symbol.valueOf("invalid-field"))).isEqualTo(Symbol.valueOf("container-id"));
            }
        }

        @Test
        void shouldCloseTheFirstConnectionWhereAskedTo() throws IOException {
            try (SocketPeer first = new SocketPeer(broker.port());
                    SocketPeer second = new SocketPeer(broker.port())) {
                openSole(first, false);
                first.expect(Open.class);
                openSole(second, true);

                Close close = first.expect(Close.class);
                expectError(close.getError(), AmqpError.RESOURCE_LOCKED);
                first.send(new Close());
                second.expect(Open.class);
            }
        }
    }
}
