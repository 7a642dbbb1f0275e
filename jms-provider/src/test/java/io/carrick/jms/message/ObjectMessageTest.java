package io.carrick.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ObjectMessageTest {
    private static final AtomicInteger DESERIALIZED = new AtomicInteger();

    private final Wire denying = new Wire();

    private static final class Order implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int number;

        Order(int number) {
            this.number = number;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            DESERIALIZED.incrementAndGet();
            in.defaultReadObject();
        }
    }

    interface Greeting {
        String greet();
    }

    private static final class Greeter implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return "hello";
        }
    }

    private static Wire allowing(String... patterns) {
        return new Wire(
                new MessageSettings(true, DeserializationPolicy.allow(List.of(patterns)), DestinationResolver.PLAIN));
    }

    private static Serializable through(Wire wire, Serializable object) throws JMSException {
        return wire.received(wire.factory().createObjectMessage(object)).getObject();
    }

    private static void assertDenied(Wire wire, Serializable object) throws JMSException {
        ObjectMessage received = wire.received(wire.factory().createObjectMessage(object));
        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class);
        assertThat(received.isBodyAssignableTo(object.getClass())).isFalse();
        assertThatThrownBy(() -> received.getBody(object.getClass())).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldDeserializeNothingUnlessItIsAllowed() throws JMSException {
        int before = DESERIALIZED.get();
        assertDenied(denying, new Order(1));
        assertDenied(denying, new ArrayList<>());
        assertDenied(denying, 1);
        assertDenied(allowing("com.example.Other"), new Order(1));
        assertThat(DESERIALIZED.get()).isEqualTo(before);
    }

    @Test
    void shouldNeverDeserializeToDescribeAMessage() throws JMSException {
        Wire wire = allowing("*");
        int before = DESERIALIZED.get();
        ObjectMessage received = wire.received(wire.factory().createObjectMessage(new Order(1)));
        assertThat(received.toString()).startsWith("CarrickObjectMessage[");
        assertThat(received.isBodyAssignableTo(Serializable.class)).isTrue();
        assertThat(wire.received(received)).isNotNull();
        assertThat(DESERIALIZED.get()).isEqualTo(before);
    }

    @Test
    void shouldDeserializeWhatThePatternsAllow() throws JMSException {
        String name = Order.class.getName();
        for (String pattern : List.of(name, "io.carrick.jms.message.*", "io.carrick.**", "*")) {
            assertThat(((Order) through(allowing(pattern), new Order(5))).number)
                    .isEqualTo(5);
        }
        assertDenied(allowing("io.carrick.jms.*"), new Order(5));
        assertDenied(allowing("io.carrick"), new Order(5));
        assertThat(through(allowing("java.lang.Integer"), 7)).isEqualTo(7);
        assertThat(through(allowing("java.util.concurrent.TimeUnit"), TimeUnit.DAYS))
                .isEqualTo(TimeUnit.DAYS);
        assertThat(through(allowing("java.util.*"), new HashMap<>(Map.of("a", "b"))))
                .isEqualTo(Map.of("a", "b"));
        assertThat(through(allowing("java.util.HashMap"), new HashMap<>(Map.of("a", "b"))))
                .isEqualTo(Map.of("a", "b"));
        assertDenied(allowing("java.util.*"), new HashMap<>(Map.of("a", 1)));
    }

    @Test
    void shouldCheckWhatArraysAreMadeOf() throws JMSException {
        assertThat((int[]) through(allowing("x"), new int[] {1})).containsExactly(1);
        assertThat((String[]) through(allowing("x"), new String[] {"a"})).containsExactly("a");
        assertThat((Order[][]) through(allowing(Order.class.getName()), new Order[1][1]))
                .hasDimensions(1, 1);
        assertDenied(allowing("java.**"), new Order[1]);
    }

    @Test
    void shouldCheckTheInterfacesOfProxies() throws JMSException {
        Serializable proxy = (Serializable) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Greeting.class, Serializable.class}, new Greeter());
        Wire wire = allowing("io.carrick.jms.message.*", "java.io.Serializable", "java.lang.reflect.Proxy");
        assertThat(((Greeting) through(wire, proxy)).greet()).isEqualTo("hello");
        assertDenied(allowing(Greeter.class.getName(), "java.io.*", "java.lang.reflect.Proxy"), proxy);
    }

    @Test
    void shouldKeepTheLimits() throws JMSException {
        ArrayList<Object> nested = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        assertThat(through(limited(20, 100, 1000, 10_000), nested)).isEqualTo(nested);
        assertDenied(limited(5, 100, 1000, 10_000), nested);
        assertDenied(limited(20, 99, 1000, 10_000), new byte[100]);
        assertDenied(limited(20, 100, 5, 10_000), nested);
        assertDenied(limited(20, 1000, 1000, 100), new byte[100]);
    }

    private static Wire limited(long depth, long array, long references, long bytes) {
        return new Wire(new MessageSettings(
                true,
                new DeserializationPolicy(List.of("*"), depth, array, references, bytes),
                DestinationResolver.PLAIN));
    }

    @Test
    void shouldUseTheContextClassLoader() throws JMSException {
        List<String> asked = new ArrayList<>();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader recording = new ClassLoader(before) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        Thread.currentThread().setContextClassLoader(recording);
        try {
            assertThat(through(allowing(Order.class.getName()), new Order(1))).isInstanceOf(Order.class);
            assertDenied(allowing("com.example.Other"), new Greeter());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(asked).containsExactly(Order.class.getName());
    }

    @Test
    void shouldReadTheListOfPatternsOfAnOption() {
        assertThat(DeserializationPolicy.parse(" a.B , c.** ,").allowed()).containsExactly("a.B", "c.**");
        assertThat(DeserializationPolicy.parse("").allowed()).isEmpty();
    }

    @Test
    void shouldGiveTheSenderACopyOfItsOwnObject() throws JMSException {
        ObjectMessage message = denying.factory().createObjectMessage(new Order(3));
        assertThat(((Order) message.getObject()).number).isEqualTo(3);
        assertThatThrownBy(() -> message.setObject(new ArrayList<>(List.of(new Object()))))
                .isInstanceOf(MessageFormatException.class);
        ObjectMessage received = denying.received(message);
        assertThatThrownBy(() -> received.setObject(1)).isInstanceOf(MessageNotWriteableException.class);
        received.clearBody();
        received.setObject(1);
        assertThat(received.getObject()).isEqualTo(1);
    }

    @Test
    void shouldSendTypesOfAmqpIfAskedTo() throws JMSException {
        HashMap<String, Object> map = new HashMap<>(Map.of("list", List.of(1, 2L, "three"), "id", new UUID(1, 2)));
        ObjectMessage message = denying.factory().createObjectMessage(map);
        message.setBooleanProperty("JMS_AMQP_TYPED_ENCODING", true);
        assertThat(message.getObject()).isEqualTo(map);
        ObjectMessage received = denying.received(message);
        assertThat(received.getObject()).isEqualTo(map);
        assertThat(received.getBooleanProperty("JMS_AMQP_TYPED_ENCODING")).isTrue();
        assertThat(received.propertyExists("JMS_AMQP_TYPED_ENCODING")).isTrue();
        assertThatThrownBy(() -> message.setObject(new Order(1))).isInstanceOf(MessageFormatException.class);
        message.setBooleanProperty("JMS_AMQP_TYPED_ENCODING", false);
        message.setObject(new Order(1));
        assertThat(((Order) message.getObject()).number).isEqualTo(1);
    }
}
