package io.carrick.tck.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Message selection. */
@Specification("3.8")
class Section3SelectorsIT extends JmsSpecification {

    /** The message that the selectors of these tests are held against. */
    private void sendExample() throws JMSException {
        Message message = session.createTextMessage("selected");
        message.setJMSType("car");
        message.setJMSCorrelationID("corr");
        message.setBooleanProperty("yes", true);
        message.setBooleanProperty("no", false);
        message.setByteProperty("b", (byte) 5);
        message.setShortProperty("s", (short) 5);
        message.setIntProperty("i", 5);
        message.setLongProperty("l", 5_000_000_000L);
        message.setFloatProperty("f", 2.5f);
        message.setDoubleProperty("d", -2.5);
        message.setIntProperty("negative", -7);
        message.setStringProperty("color", "blue");
        message.setStringProperty("quoted", "it's");
        message.setStringProperty("number", "2");
        message.setStringProperty("phone", "12993");
        message.setStringProperty("underscored", "_foo");
        message.setStringProperty("percent", "50%");
        message.setStringProperty("empty", "");
        message.setStringProperty("city", "Köln");
        message.setStringProperty("$dollar", "x");
        message.setStringProperty("_under", "x");
        message.setStringProperty("größe", "x");
        session.createProducer(queue).send(message, DeliveryMode.NON_PERSISTENT, 7, 0);
    }

    private Message select(String selector) throws JMSException {
        sendExample();
        try (MessageConsumer consumer = session.createConsumer(queue, selector)) {
            return consumer.receive(ABSENCE_MILLIS / 3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUE",
                "yes",
                "yes = TRUE",
                "no = FALSE",
                "yes <> FALSE",
                "NOT no",
                "not no",
                "i = 5",
                "i > 4",
                "i >= 5",
                "i < 6",
                "i <= 5",
                "i <> 6",
                "b = 5 AND s = 5 AND i = 5",
                "i = 5.0",
                "i = 5e0",
                "f = 2.5",
                "d = -2.5",
                "d < -.5",
                "f > 2.",
                "l = 5000000000",
                "l > i",
                "i = +5",
                "negative = -7",
                "negative < 0",
                "- negative = 7",
                "i + 1 = 6",
                "i - 1 = 4",
                "i * 2 = 10",
                "i / 2 = 2",
                "f * 2 = 5",
                "1 + 2 * 3 = 7",
                "(1 + 2) * 3 = 9",
                "10 - 3 - 2 = 5",
                "i BETWEEN 5 AND 6",
                "i between 1 and 5",
                "i NOT BETWEEN 6 AND 9",
                "i + 1 BETWEEN i AND i + 2",
                "color = 'blue'",
                "color <> 'red'",
                "quoted = 'it''s'",
                "city = 'Köln'",
                "empty = ''",
                "color IN ('red', 'blue')",
                "color in ('blue')",
                "color NOT IN ('red', 'green')",
                "phone LIKE '12%3'",
                "phone like '1299_'",
                "phone LIKE '%'",
                "phone LIKE '12993%'",
                "phone NOT LIKE '12_3'",
                "empty LIKE ''",
                "underscored LIKE '\\_%' ESCAPE '\\'",
                "percent LIKE '50!%' ESCAPE '!'",
                "color LIKE 'b%e'",
                "absent IS NULL",
                "absent is null",
                "color IS NOT NULL",
                "JMSXGroupID IS NULL",
                "absent IS NULL AND color IS NOT NULL",
                "absent = 1 OR i = 5",
                "i = 5 OR absent = 1",
                "NOT (absent = 1 AND i = 6)",
                "NOT (i = 6) AND yes",
                "no OR yes AND yes",
                "yes OR no AND no",
                "JMSType = 'car'",
                "JMSCorrelationID = 'corr'",
                "JMSPriority = 7",
                "JMSPriority BETWEEN 5 AND 9",
                "JMSDeliveryMode = 'NON_PERSISTENT'",
                "JMSDeliveryMode <> 'PERSISTENT'",
                "JMSMessageID LIKE 'ID:%'",
                "JMSMessageID IS NOT NULL",
                "JMSTimestamp > 1000000000000",
                "$dollar = 'x' AND _under = 'x'",
                "größe = 'x'",
                "  i\t=\n5\f",
                "JMSType = 'car' AND color = 'blue' AND i > 2",
                "i IN ('x') OR yes",
                "0x5 = i",
                "05 = i",
                "5L = i",
                "2.5f = f",
                "2.5d = f",
                "25e-1 = f"
            })
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "refuses identifiers with letters outside of ASCII",
            invocation = "größe")
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "refuses floating-point literals with a suffix",
            invocation = "2.5f")
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "refuses floating-point literals with a suffix",
            invocation = "2.5d")
    @Specification("3.8.1.1")
    void shouldMatch(String selector) throws JMSException {
        assertThat(select(selector)).as(selector).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FALSE",
                "no",
                "NOT yes",
                "yes = FALSE",
                "i = 6",
                "i <> 5",
                "i > 5",
                "color = 'Blue'",
                "Color = 'blue'",
                "color = 'blue '",
                "number > 1",
                "number = 2",
                "i = '5'",
                "color = 5",
                "yes = 'true'",
                "yes = 1",
                "absent",
                "absent = 1",
                "absent <> 1",
                "NOT (absent = 1)",
                "absent > 1 OR absent <= 1",
                "absent = absent",
                "absent + 1 = 1",
                "absent = 1 AND yes",
                "absent BETWEEN 1 AND 2",
                "absent NOT BETWEEN 1 AND 2",
                "absent IN ('x')",
                "absent NOT IN ('x')",
                "absent LIKE '%'",
                "absent NOT LIKE 'x'",
                "absent IS NOT NULL",
                "color IS NULL",
                "i BETWEEN 6 AND 9",
                "i BETWEEN 9 AND 1",
                "i NOT BETWEEN 1 AND 9",
                "color IN ('red', 'green')",
                "color NOT IN ('red', 'blue')",
                "phone LIKE '12_3'",
                "phone LIKE '12'",
                "phone LIKE '2993'",
                "color LIKE 'B%'",
                "color LIKE '\\_%' ESCAPE '\\'",
                "percent LIKE '5!%' ESCAPE '!'",
                "JMSType = 'CAR'",
                "JMSPriority < 5",
                "JMSDeliveryMode = 'PERSISTENT'",
                "JMSXGroupID = 'g'",
                "(no OR yes) AND no",
                "color = 'blue' AND NOT yes"
            })
    @Specification("3.8.1.2")
    void shouldNotMatch(String selector) throws JMSException {
        assertThat(select(selector)).as(selector).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "i =",
                "i = = 5",
                "i == 5",
                "i != 5",
                "i < > 5",
                "i = 5 AND",
                "AND i = 5",
                "i = 5 i = 5",
                "(i = 5",
                "i = 5)",
                "()",
                "i = 'open",
                "i BETWEEN 1",
                "i BETWEEN 1 OR 2",
                "color IN ()",
                "color IN 'blue'",
                "color IN ('blue'",
                "color IN (1, 2)",
                "5 IN ('a')",
                "color LIKE",
                "color LIKE 5",
                "color LIKE color",
                "color LIKE 'x' ESCAPE",
                "color LIKE 'x' ESCAPE 'xy'",
                "color LIKE 'x' ESCAPE ''",
                "color IS",
                "color IS 5",
                "color IS NOT",
                "NULL = 5",
                "NOT = 5",
                "LIKE = 'x'",
                "5",
                "'text'",
                "i + 1",
                "1a = 5",
                "a-b IS NULL",
                "i = 5 -- a comment",
                "i /* comment */ = 5",
                "color = 'blue' XOR yes",
                "i = 5;",
                "i & 5 = 5",
                "NOT",
                "i = 1..2",
                "color > 'a'",
                "yes > FALSE",
                "JMSDestination = 'x'"
            })
    @KnownDifference(
            provider = JmsProvider.QPID,
            is =
                    "sends IS NULL of an expression to the broker, whose refusal becomes a JMSException of no special type",
            invocation = "a-b IS")
    @KnownDifference(
            provider = JmsProvider.QPID,
            is = "sends comments to the broker, whose refusal becomes a JMSException of no special type",
            invocation = "/* comment")
    @KnownDifference(
            provider = JmsProvider.QPID,
            is =
                    "sends header fields that selectors cannot name to the broker, whose refusal becomes a JMSException of no special type",
            invocation = "JMSDestination")
    @Specification("3.8.1.1")
    void shouldRefuseWhenItIsPresented(String selector) throws JMSException {
        assertThatThrownBy(() -> session.createConsumer(queue, selector))
                .as(selector)
                .isInstanceOf(InvalidSelectorException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).isNotBlank());
    }

    @Test
    @Specification("3.8.1.1")
    void shouldRefuseAnInvalidSelectorWhereverOneCanBePresented() throws JMSException {
        String invalid = "i = ";
        JMSContext context = context(JMSContext.AUTO_ACKNOWLEDGE);
        Session durable = startedConnection(uniqueName()).createSession();

        assertThatThrownBy(() -> session.createConsumer(topic, invalid)).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createConsumer(topic, invalid, true))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createBrowser(queue, invalid)).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, "shared", invalid))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "shared-durable", invalid))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> durable.createDurableConsumer(topic, "durable", invalid, false))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> durable.createDurableSubscriber(topic, "durable", invalid, false))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> context.createConsumer(queue, invalid))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createBrowser(queue, invalid))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @Specification("3.8.1.1")
    void shouldSelectEverythingWithoutSelector(String selector) throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue, selector);
        send(queue, "any");

        assertThat(text(consumer)).isEqualTo("any");
        assertThat(consumer.getMessageSelector()).isNull();
    }

    @Test
    @Specification("MessageConsumer.getMessageSelector")
    void shouldGiveBackTheSelector() throws JMSException {
        assertThat(session.createConsumer(queue, "i = 5").getMessageSelector()).isEqualTo("i = 5");
        assertThat(session.createConsumer(queue).getMessageSelector()).isNull();
    }

    @Test
    @Specification("4.1.2")
    void shouldLeaveMessagesThatAreNotSelectedInTheQueue() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 10; i++) {
            Message message = session.createTextMessage("" + i);
            message.setIntProperty("i", i);
            producer.send(message);
        }
        try (MessageConsumer odd = session.createConsumer(queue, "i = 1 OR i = 3")) {
            assertThat(texts(odd, 2)).containsExactly("1", "3");
            assertNothing(odd);
        }

        assertThat(texts(session.createConsumer(queue), 8)).containsExactly("0", "2", "4", "5", "6", "7", "8", "9");
    }

    @Test
    @Specification("4.2.2")
    void shouldAddOnlySelectedMessagesToASubscription() throws JMSException {
        MessageConsumer selective = session.createConsumer(topic, "i = 1");
        MessageConsumer all = session.createConsumer(topic);
        for (int i = 0; i < 3; i++) {
            Message message = session.createTextMessage("" + i);
            message.setIntProperty("i", i);
            sendMessage(topic, message);
        }

        assertThat(texts(all, 3)).containsExactly("0", "1", "2");
        assertThat(text(selective)).isEqualTo("1");
        assertNothing(selective);
    }
}
