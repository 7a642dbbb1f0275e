package io.carrick.tck.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.tck.client.ClientKind;
import io.carrick.tck.client.ClientReceiver;
import io.carrick.tck.client.ClientSender;
import io.carrick.tck.client.ClientTransaction;
import io.carrick.tck.client.OutgoingMessage;
import io.carrick.tck.client.ReceivedMessage;
import io.carrick.tck.process.BrokerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Qpid Proton Python, with its transactions. */
class ProtonPythonIT extends InteropContract {

    ProtonPythonIT(BrokerAddress broker) {
        super(ClientKind.PROTON_PYTHON, broker);
    }

    private ClientTransaction declare(boolean settleBeforeDischarge) {
        return settleBeforeDischarge ? connection.declareSettlingFirst() : connection.declare();
    }

    @Test
    void shouldShowSentMessageOnlyAfterCommit() {
        ClientReceiver receiver = open().receiver(queue);
        ClientSender sender = connection.sender(queue);
        ClientTransaction transaction = connection.declare();
        assertThat(sender.send(OutgoingMessage.text("1"), transaction).accepted())
                .isTrue();
        assertThat(sender.send(OutgoingMessage.text("2"), transaction).accepted())
                .isTrue();
        assertThat(receiver.staysEmpty()).isTrue();

        assertThat(transaction.commit()).isEqualTo("committed");

        assertThat(receiver.acceptTexts(2)).containsExactly("1", "2");
    }

    @Test
    void shouldForgetSentMessageOnRollback() {
        ClientSender sender = connection.sender(queue);
        ClientTransaction transaction = connection.declare();
        sender.send(OutgoingMessage.text("never"), transaction);

        assertThat(transaction.rollback()).isEqualTo("rolled-back");

        assertThat(connection.receiver(queue).staysEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldConsumeOnCommit(boolean settleBeforeDischarge) {
        send("1");
        ClientReceiver receiver = connection.receiver(queue);
        ClientTransaction transaction = declare(settleBeforeDischarge);
        receiver.receive().accept(transaction);

        assertThat(transaction.commit()).isEqualTo("committed");

        receiver.close();
        assertThat(connection.receiver(queue).staysEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDeliverAgainAfterRollback(boolean settleBeforeDischarge) {
        send("1", "2");
        ClientReceiver receiver = connection.link().address(queue).credit(1).openReceiver();
        ClientTransaction transaction = declare(settleBeforeDischarge);
        receiver.receive().accept(transaction);

        assertThat(transaction.rollback()).isEqualTo("rolled-back");

        receiver.close();
        ClientReceiver next = connection.receiver(queue);
        ReceivedMessage again = next.receive();
        assertThat(again.text()).isEqualTo("1");
        assertThat(again.deliveryCount()).isPositive();
        assertThat(next.receive().text()).isEqualTo("2");
    }

    @Test
    void shouldMoveBetweenQueuesInOneTransaction() {
        send("work");
        ClientReceiver receiver = connection.receiver(queue);
        ClientSender sender = connection.sender(queue + ".done");
        ClientTransaction transaction = connection.declare();
        ReceivedMessage message = receiver.receive();
        sender.send(OutgoingMessage.text("done " + message.text()), transaction);
        message.accept(transaction);
        assertThat(transaction.commit()).isEqualTo("committed");
        receiver.close();

        assertThat(connection.receiver(queue + ".done").acceptTexts(1)).containsExactly("done work");
        assertThat(connection.receiver(queue).staysEmpty()).isTrue();
    }

    @Test
    void shouldRollBackWhenTheConnectionIsLost() {
        send("work");
        var doomed = agent.connection().open(broker);
        ClientReceiver receiver = doomed.receiver(queue);
        ClientTransaction transaction = doomed.declare();
        doomed.sender(queue + ".done").send(OutgoingMessage.text("never"), transaction);
        receiver.receive().accept(transaction);

        doomed.close();

        assertThat(connection.receiver(queue).receive().text()).isEqualTo("work");
        assertThat(connection.receiver(queue + ".done").staysEmpty()).isTrue();
    }

    @Test
    void shouldCountDeliveryThatFailed() {
        send("flaky");
        ClientReceiver receiver = connection.receiver(queue);
        receiver.receive().fail();

        assertThat(receiver.receive().deliveryCount()).isEqualTo(1);
    }

    @Test
    void shouldSettleAfterTheClientInReceiverSettleModeSecond() {
        send("twice confirmed");
        ClientReceiver receiver =
                connection.link().address(queue).settleSecond().openReceiver();

        receiver.receive().accept();

        receiver.close();
        assertThat(connection.receiver(queue).staysEmpty()).isTrue();
    }
}
