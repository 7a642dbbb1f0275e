package io.carrick.jms.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.jms.client.ClientSettings;
import io.carrick.jms.wire.Credentials;
import io.carrick.jms.wire.Settlement;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorySettingsTest {

    @ParameterizedTest
    @CsvSource({
        "amqp://host, AMQP, host, 5672, ''",
        "amqps://host, AMQPS, host, 5671, ''",
        "amqpws://host/a/b, AMQPWS, host, 80, /a/b",
        "amqpwss://host:8443, AMQPWSS, host, 8443, ''",
        "AMQP://my_broker:1, AMQP, my_broker, 1, ''",
        "amqp://[::1]:5673, AMQP, ::1, 5673, ''",
        "amqp://[fe80::1], AMQP, fe80::1, 5672, ''"
    })
    void shouldReadSchemeHostPortAndPath(String uri, Scheme scheme, String host, int port, String path) {
        BrokerEndpoint broker = broker(uri);

        assertThat(broker.scheme()).isEqualTo(scheme);
        assertThat(broker.host()).isEqualTo(host);
        assertThat(broker.port()).isEqualTo(port);
        assertThat(broker.uri().getPath()).isEqualTo(path);
    }

    @Test
    void shouldReadTheUserFromTheUriAndKeepItOutOfTheBrokersUri() {
        FactorySettings settings = parse("amqp://us%65r:p%40s:s@host");

        assertThat(settings.credentials()).isEqualTo(new Credentials("user", "p@s:s"));
        assertThat(settings.connection().brokers().get(0).uri()).hasToString("amqp://host:5672");
    }

    @Test
    void shouldPreferSettersToOptionsAndOptionsToTheUserOfTheUri() {
        String uri = "amqp://a:b@host?jms.username=c";

        assertThat(parse(uri).credentials()).isEqualTo(new Credentials("c", "b"));
        assertThat(FactorySettings.parse(uri, Map.of("jms.username", "d", "jms.password", "e"))
                        .credentials())
                .isEqualTo(new Credentials("d", "e"));
    }

    @Test
    void shouldHaveTheDefaultsOfTheClient() {
        assertThat(parse("amqp://host").client()).isEqualTo(ClientSettings.DEFAULT);
    }

    @Test
    void shouldReadTheOptionsOfEachPart() {
        FactorySettings settings = parse("amqps://host?jms.clientID=c&jms.prefetchPolicy.all=7&jms.sendTimeout=5"
                + "&transport.verifyHost=false&transport.enabledProtocols=TLSv1.3,TLSv1.2&transport.keyStorePassword=a%26b"
                + "&transport.ws.httpHeader.X-Key=1&amqp.idleTimeout=9&amqp.saslMechanisms=plain");
        BrokerEndpoint broker = settings.connection().brokers().get(0);

        assertThat(settings.client().clientId()).isEqualTo("c");
        assertThat(settings.client().prefetch()).isEqualTo(ClientSettings.Prefetch.of(7));
        assertThat(settings.client().timeouts().sendMillis()).isEqualTo(5);
        assertThat(settings.connection().timeouts().sendMillis()).isEqualTo(5);
        assertThat(broker.transport().tls().verifyHost()).isFalse();
        assertThat(broker.transport().tls().enabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(broker.transport().webSocket().headers()).containsEntry("X-Key", "1");
        assertThat(broker.amqp().idleTimeoutMillis()).isEqualTo(9);
        assertThat(broker.amqp().saslMechanisms()).containsExactly("PLAIN");
        assertThat(settings.connection().failover()).isEmpty();
    }

    @Test
    void shouldCountDeliveriesWhereQpidCountsRedeliveries() {
        ClientSettings.Redelivery redelivery = parse(
                        "amqp://host?jms.redeliveryPolicy.maxRedeliveries=0&jms.redeliveryPolicy.outcome=REJECTED")
                .client()
                .redelivery();

        assertThat(redelivery).isEqualTo(new ClientSettings.Redelivery(1, Settlement.REJECTED));
    }

    @Test
    void shouldReadAFailoverWithOptionsOfEachBrokerAndOfAll() {
        FactorySettings settings =
                parse("failover:(amqp://a:1?amqp.vhost=v, amqps://[::1]:2?transport.enabledProtocols=TLSv1.3,"
                        + "TLSv1.2&transport.connectTimeout=3)?failover.maxReconnectAttempts=4&jms.clientID=c"
                        + "&failover.nested.transport.connectTimeout=5&amqp.idleTimeout=6");
        BrokerEndpoint first = settings.connection().brokers().get(0);
        BrokerEndpoint second = settings.connection().brokers().get(1);

        assertThat(settings.connection().brokers()).hasSize(2);
        assertThat(first.amqp().virtualHost()).isEqualTo("v");
        assertThat(first.transport().connectTimeoutMillis()).isEqualTo(5);
        assertThat(second.amqp().virtualHost()).isNull();
        assertThat(second.transport().tls().enabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(second.amqp().idleTimeoutMillis()).isEqualTo(6);
        assertThat(second.transport().connectTimeoutMillis()).isEqualTo(3);
        assertThat(settings.connection().failover().orElseThrow().maxReconnectAttempts())
                .isEqualTo(4);
        assertThat(settings.client().clientId()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failover:amqp://a:1,amqp://b:2?jms.clientID=c&failover.randomize=true&amqp.vhost=v",
                "failover:(amqp://a:1,amqp://b:2?amqp.vhost=v)?jms.clientID=c&failover.randomize=true",
                "failover://(amqp://a:1,amqp://b:2?amqp.vhost=v)?jms.clientID=c&failover.randomize=true"
            })
    void shouldReadAFailoverWithAndWithoutParentheses(String uri) {
        FactorySettings settings = parse(uri);

        assertThat(settings.connection().brokers())
                .extracting(broker -> broker.uri().toString())
                .containsExactly("amqp://a:1", "amqp://b:2");
        assertThat(settings.connection().failover().orElseThrow().randomize()).isTrue();
        assertThat(settings.connection().brokers().get(1).amqp().virtualHost()).isEqualTo("v");
        assertThat(settings.client().clientId()).isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "host:5672 | scheme://host:port",
                "tcp://host | no scheme 'tcp'",
                "amqp:// | host is missing",
                "amqp://host:x | 'x' is no port",
                "amqp://host:65536 | 1 to 65535",
                "amqp://host:0 | 1 to 65535",
                "amqp://[::1 | closing bracket",
                "amqp://host?jms.clientId=a | no option 'jms.clientId'; those with jms. are",
                "amqp://host?jms.prefetch | option 'jms.prefetch' has no name or no value",
                "amqp://host?tcp.x=1 | 'tcp.x' is not permitted here",
                "amqp://host?jms.sendTimeout=soon | jms.sendTimeout has the wrong value 'soon'; permitted: milliseconds",
                "amqp://host?jms.prefetchPolicy.all=-1 | permitted: 0 to 32767",
                "amqp://host?jms.forceSyncSend=yes | permitted: true or false",
                "amqp://host?amqp.saslMechanisms=GSSAPI | permitted: a list out of EXTERNAL",
                "amqp://host?failover.randomize=true | needs a URI of the form failover:",
                "amqp://host?jms.username=%4 | %25",
                "failover:(amqp://a | not closed",
                "failover:(amqp://a)x | follows the closing parenthesis",
                "failover:() | scheme://host:port",
                "failover:(amqp://a?jms.clientID=b) | 'jms.clientID' is not permitted here",
                "failover:(amqp://a)?failover.amqpOpenServerListAction=X | permitted: REPLACE, ADD, IGNORE",
                "failover:(amqp://a?amqp.saslMechanisms=PLAIN,amqp://b) | differ in amqp.saslMechanisms",
                "failover:(amqp://u:p@a,amqp://v:p@b) | different users"
            })
    void shouldSayWhatIsWrongAboutAUri(String uri, String complaint) {
        assertThatThrownBy(() -> parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The broker URI cannot be used: ")
                .hasMessageContaining(complaint);
    }

    @Test
    void shouldNotRevealPasswords() {
        FactorySettings settings = parse("amqps://u:secret@host?transport.keyStorePassword=secret"
                + "&transport.keyStoreLocation=k&transport.trustStoreLocation=t&transport.trustStorePassword=secret"
                + "&transport.ws.httpHeader.Authorization=secret");

        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void shouldTakeOptionsOfQpidThatMeanNothingHere() {
        assertThat(parse("amqp://host?jms.forceAsyncAcks=true&transport.useOpenSSL=true")
                        .client())
                .isEqualTo(ClientSettings.DEFAULT);
    }

    @Test
    void shouldKeepOptionsForABrokerThatWasRedirectedTo() {
        BrokerEndpoint other = broker("amqp://host?amqp.vhost=v").at(URI.create("amqp://other:7"));

        assertThat(other.host()).isEqualTo("other");
        assertThat(other.port()).isEqualTo(7);
        assertThat(other.amqp().virtualHost()).isEqualTo("v");
    }

    @Test
    void shouldWaitLongerWithEachAttempt() {
        FailoverSettings failover = failover("failover.initialReconnectDelay=1&failover.reconnectDelay=10"
                + "&failover.reconnectBackOffMultiplier=3&failover.maxReconnectDelay=80");

        assertThat(failover.delayMillis(0)).isEqualTo(1);
        assertThat(failover.delayMillis(1)).isEqualTo(10);
        assertThat(failover.delayMillis(2)).isEqualTo(30);
        assertThat(failover.delayMillis(3)).isEqualTo(80);
        assertThat(failover.delayMillis(1_000_000)).isEqualTo(80);
        assertThat(failover("failover.useReconnectBackOff=false").delayMillis(5))
                .isEqualTo(10);
    }

    @Test
    void shouldLimitAttemptsAtStartAndLater() {
        FailoverSettings failover = failover("failover.startupMaxReconnectAttempts=1&failover.maxReconnectAttempts=2");

        assertThat(failover.permitsAttempt(1, false)).isFalse();
        assertThat(failover.permitsAttempt(1, true)).isTrue();
        assertThat(failover.permitsAttempt(2, true)).isFalse();
        assertThat(failover("").permitsAttempt(Integer.MAX_VALUE, false)).isTrue();
    }

    private static FailoverSettings failover(String options) {
        return parse("failover:(amqp://a)?" + options).connection().failover().orElseThrow();
    }

    private static BrokerEndpoint broker(String uri) {
        return parse(uri).connection().brokers().get(0);
    }

    private static FactorySettings parse(String uri) {
        return FactorySettings.parse(uri, Map.of());
    }
}
