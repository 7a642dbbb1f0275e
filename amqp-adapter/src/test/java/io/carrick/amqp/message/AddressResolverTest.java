package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.Destination;
import io.carrick.broker.NodeKind;
import java.util.List;
import org.apache.qpid.proton.amqp.Symbol;
import org.junit.jupiter.api.Test;

class AddressResolverTest {
    private final AddressResolver resolver = new AddressResolver(List.of("jms.queue."), List.of("jms.topic."));

    @Test
    void shouldTakeSchemesOff() {
        assertThat(resolver.resolve("queue://a")).isEqualTo(new Destination("a", NodeKind.QUEUE));
        assertThat(resolver.resolve("topic://a/b")).isEqualTo(new Destination("a/b", NodeKind.TOPIC));
        assertThat(resolver.resolve("temp-queue://a")).isEqualTo(new Destination("a", NodeKind.QUEUE));
        assertThat(resolver.resolve("TEMP-Topic://a")).isEqualTo(new Destination("a", NodeKind.TOPIC));
    }

    @Test
    void shouldTakeConfiguredPrefixesOff() {
        assertThat(resolver.resolve("jms.queue.a")).isEqualTo(new Destination("a", NodeKind.QUEUE));
        assertThat(resolver.resolve("jms.topic.a")).isEqualTo(new Destination("a", NodeKind.TOPIC));
        assertThat(AddressResolver.STANDARD.resolve("jms.topic.a")).isEqualTo(new Destination("jms.topic.a", null));
        assertThat(resolver.resolve("JMS.topic.a")).isEqualTo(new Destination("JMS.topic.a", null));
    }

    @Test
    void shouldTakeTheKindFromCapabilities() {
        assertThat(kind("queue")).isEqualTo(NodeKind.QUEUE);
        assertThat(kind("topic")).isEqualTo(NodeKind.TOPIC);
        assertThat(kind("temporary-queue")).isEqualTo(NodeKind.QUEUE);
        assertThat(kind("temporary-topic")).isEqualTo(NodeKind.TOPIC);
        assertThat(kind("shared", "topic")).isEqualTo(NodeKind.TOPIC);
        assertThat(kind("shared")).isNull();
        assertThat(resolver.resolve("a", (Symbol[]) null)).isEqualTo(new Destination("a", null));
    }

    @Test
    void shouldBelieveTheAddressMoreThanTheCapabilities() {
        assertThat(resolver.resolve("topic://a", Symbol.valueOf("queue")))
                .isEqualTo(new Destination("a", NodeKind.TOPIC));
        assertThat(resolver.resolve("topic://a", NodeKind.QUEUE)).isEqualTo(new Destination("a", NodeKind.TOPIC));
        assertThat(resolver.resolve("a", NodeKind.QUEUE)).isEqualTo(new Destination("a", NodeKind.QUEUE));
    }

    @Test
    void shouldRefuseAddressesThatNameNothing() {
        assertThatThrownBy(() -> resolver.resolve("topic://"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic://");
        assertThatThrownBy(() -> resolver.resolve("")).isInstanceOf(IllegalArgumentException.class);
    }

    private NodeKind kind(String... capabilities) {
        Symbol[] symbols = new Symbol[capabilities.length];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = Symbol.valueOf(capabilities[i]);
        }
        return resolver.resolve("a", symbols).kind();
    }
}
