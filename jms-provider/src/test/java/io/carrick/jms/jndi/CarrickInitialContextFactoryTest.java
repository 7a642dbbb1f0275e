package io.carrick.jms.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.CarrickConnectionFactory;
import io.carrick.jms.CarrickQueue;
import io.carrick.jms.CarrickTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Hashtable;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("BanJNDI")
class CarrickInitialContextFactoryTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKnowWhatItsPropertiesDefine() throws NamingException {
        Context context = context(
                "connectionfactory.myFactory", "amqp://host:1?jms.clientID=c",
                "property.connectionfactory.myFactory.username", "u",
                "connectionFactory.other", "amqps://host",
                "queue.jms/orders", "orders.q",
                "topic.news", "news.t");

        CarrickConnectionFactory factory = (CarrickConnectionFactory) context.lookup("myFactory");
        assertThat(factory.getClientID()).isEqualTo("c");
        assertThat(factory.getUsername()).isEqualTo("u");
        assertThat(((CarrickConnectionFactory) context.lookup("other")).getRemoteURI())
                .isEqualTo("amqps://host");
        assertThat(context.lookup("jms/orders")).isEqualTo(new CarrickQueue("orders.q"));
        assertThat(context.lookup(new CompositeName("news"))).isEqualTo(new CarrickTopic("news.t"));
        assertThat(((Context) context.lookup("jms")).lookup("orders")).isEqualTo(new CarrickQueue("orders.q"));
    }

    @Test
    void shouldKnowDestinationsByTheirAddress() throws NamingException {
        Context context = context();

        assertThat(context.lookup("dynamicQueues/a/b")).isEqualTo(new CarrickQueue("a/b"));
        assertThat(context.lookup("dynamicTopics/a.b")).isEqualTo(new CarrickTopic("a.b"));
    }

    @Test
    void shouldHaveAConnectionFactoryIfNoneIsDefined() throws NamingException {
        assertThat(uri(context())).isEqualTo("amqp://localhost:5672");
        assertThat(uri(context(Context.PROVIDER_URL, "failover:(amqp://a,amqp://b)")))
                .isEqualTo("failover:(amqp://a,amqp://b)");
    }

    @Test
    void shouldReadTheFileOfTheProviderUrl() throws Exception {
        Path file = Files.writeString(directory.resolve("names.properties"), "queue.q = orders\n");

        assertThat(context(Context.PROVIDER_URL, file.toString()).lookup("q")).isEqualTo(new CarrickQueue("orders"));
        assertThat(context(Context.PROVIDER_URL, file.toUri().toString()).lookup("q"))
                .isEqualTo(new CarrickQueue("orders"));
        assertThatThrownBy(() -> context(Context.PROVIDER_URL, "no.properties"))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("no.properties");
    }

    @Test
    void shouldListItsNames() throws NamingException {
        Context context = context("queue.jms/a", "a", "queue.jms/b", "b", "topic.t", "t");

        assertThat(Collections.list(context.list("")))
                .extracting(NameClassPair::getName)
                .containsExactly("ConnectionFactory", "jms", "t");
        assertThat(Collections.list(context.listBindings("jms")))
                .extracting(binding -> binding.getObject())
                .containsExactly(new CarrickQueue("a"), new CarrickQueue("b"));
        assertThatThrownBy(() -> context.list("t")).isInstanceOf(NotContextException.class);
    }

    @Test
    void shouldSayWhichNamesThereAre() throws NamingException {
        Context context = context("queue.orders", "q");

        assertThatThrownBy(() -> context.lookup("order"))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("'order' is not defined")
                .hasMessageContaining("orders");
    }

    @Test
    void shouldSayWhatIsWrongAboutADefinition() {
        assertThatThrownBy(() -> context("connectionfactory.f", "host:1"))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("scheme://host:port");
        assertThatThrownBy(() -> context("property.connectionfactory.f.username", "u"))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("not defined");
    }

    @Test
    void shouldNotBeWritten() throws NamingException {
        Context context = context();

        assertThatThrownBy(() -> context.bind("a", "b")).isInstanceOf(OperationNotSupportedException.class);
    }

    private static String uri(Context context) throws NamingException {
        return ((CarrickConnectionFactory) context.lookup("ConnectionFactory")).getRemoteURI();
    }

    private static Context context(String... namesAndValues) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, CarrickInitialContextFactory.class.getName());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new InitialContext(environment);
    }
}
