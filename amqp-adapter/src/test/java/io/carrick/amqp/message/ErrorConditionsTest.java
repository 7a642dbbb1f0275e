package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.BrokerError;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.junit.jupiter.api.Test;

class ErrorConditionsTest {

    @Test
    void shouldHaveADifferentConditionForEachKindOfRefusal() {
        Set<Symbol> conditions = new HashSet<>();
        for (BrokerError.Code code : BrokerError.Code.values()) {
            assertThat(conditions.add(ErrorConditions.of(code))).as(code.name()).isTrue();
            assertThat(ErrorConditions.of(code).toString()).startsWith("amqp:");
        }
    }

    @Test
    void shouldCarryTextAndDetails() {
        BrokerError error = new BrokerError(
                BrokerError.Code.RESOURCE_LIMIT_EXCEEDED, "queue 'a' is full", Map.of("queue", "a", "messages", 10L));
        ErrorCondition condition = ErrorConditions.of(error);
        assertThat((Object) condition.getCondition()).isEqualTo(Symbol.valueOf("amqp:resource-limit-exceeded"));
        assertThat(condition.getDescription()).isEqualTo("queue 'a' is full");
        Object info = condition.getInfo();
        assertThat(info).isEqualTo(Map.of(Symbol.valueOf("queue"), "a", Symbol.valueOf("messages"), 10L));
    }

    @Test
    void shouldLeaveOutDetailsThatThereAreNot() {
        ErrorCondition condition = ErrorConditions.of(new BrokerError(BrokerError.Code.NOT_FOUND, "no node 'a'"));
        assertThat((Object) condition.getInfo()).isNull();
    }
}
