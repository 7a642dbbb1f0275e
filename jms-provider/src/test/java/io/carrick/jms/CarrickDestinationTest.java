package io.carrick.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.wire.DestinationKind;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryTopic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CarrickDestinationTest {
    @ParameterizedTest
    @EnumSource
    void shouldBeEqualByKindAndAddress(DestinationKind kind) {
        CarrickDestination one = CarrickDestination.of(kind, "a");
        assertThat(one).isEqualTo(CarrickDestination.of(kind, "a")).hasSameHashCodeAs(CarrickDestination.of(kind, "a"));
        assertThat(one).isNotEqualTo(CarrickDestination.of(kind, "b")).hasToString("a");
        for (DestinationKind other : DestinationKind.values()) {
            assertThat(one.equals(CarrickDestination.of(other, "a"))).isEqualTo(kind == other);
        }
        assertThat(one.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeTheSameAfterSerialization(DestinationKind kind) throws IOException, ClassNotFoundException {
        CarrickDestination destination = CarrickDestination.of(kind, "a");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(destination);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(destination);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeTheSameOutOfADirectory(DestinationKind kind) throws Exception {
        CarrickDestination destination = CarrickDestination.of(kind, "a");
        Object found = NamingManager.getObjectInstance(destination.getReference(), null, null, new Hashtable<>());
        assertThat(found).isEqualTo(destination);
    }

    @Test
    void shouldReportReferencesWithoutAnAddressAndPassByOthers() throws NamingException {
        CarrickDestinationFactory factory = new CarrickDestinationFactory();
        Reference empty = new Reference(CarrickQueue.class.getName());
        assertThatThrownBy(() -> factory.getObjectInstance(empty, null, null, null))
                .isInstanceOf(NamingException.class);
        assertThat(factory.getObjectInstance(new Reference("other"), null, null, null))
                .isNull();
        assertThat(factory.getObjectInstance("other", null, null, null)).isNull();
    }

    @Test
    void shouldTakeAnAddressOnceAsABean() {
        CarrickQueue queue = new CarrickQueue();
        queue.setAddress("a");
        queue.setAddress("a");
        assertThat(queue.getQueueName()).isEqualTo("a");
        assertThatThrownBy(() -> queue.setAddress("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldBeDeletedByItsOwnerOnly() throws JMSException {
        List<CarrickDestination> deleted = new ArrayList<>();
        CarrickTemporaryQueue queue = new CarrickTemporaryQueue("q", deleted::add);
        CarrickTemporaryTopic topic = new CarrickTemporaryTopic("t", deleted::add);
        queue.delete();
        topic.delete();
        assertThat(deleted).containsExactly(queue, topic);
        CarrickTemporaryQueue known = new CarrickTemporaryQueue("q", null);
        assertThatThrownBy(known::delete).isInstanceOf(jakarta.jms.IllegalStateException.class);
    }

    @Test
    void shouldBeMadeOfDestinationsOfOtherProviders() throws JMSException {
        assertThat(CarrickDestination.of(named(Queue.class))).isEqualTo(new CarrickQueue("name"));
        assertThat(CarrickDestination.of(named(TemporaryTopic.class)))
                .isEqualTo(new CarrickTemporaryTopic("name", null));
        CarrickTopic own = new CarrickTopic("t");
        assertThat(CarrickDestination.of(own)).isSameAs(own);
        assertThat(CarrickDestination.of(null)).isNull();
    }

    private static <D> D named(Class<D> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> "name"));
    }
}
