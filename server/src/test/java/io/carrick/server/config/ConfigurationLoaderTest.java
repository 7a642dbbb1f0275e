package io.carrick.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.AddressSettings;
import io.carrick.broker.Permission;
import io.carrick.server.yaml.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationLoaderTest {
    @TempDir
    private Path directory;

    private static ServerConfiguration set(String... settings) throws ConfigurationException {
        return ConfigurationLoader.load(Optional.empty(), Map.of(), List.of(settings));
    }

    private static ServerConfiguration environment(String name, String value) throws ConfigurationException {
        return ConfigurationLoader.load(Optional.empty(), Map.of(name, value), List.of());
    }

    private ServerConfiguration file(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("carrick.yaml"), yaml);
        return ConfigurationLoader.load(Optional.of(file), Map.of(), List.of());
    }

    @Test
    void shouldServeOnlyThisMachineWithoutAFile() throws Exception {
        ServerConfiguration configuration = set();
        assertThat(configuration.listeners()).singleElement().satisfies(listener -> {
            assertThat(listener.host()).isEqualTo("127.0.0.1");
            assertThat(listener.port()).isEqualTo(5672);
            assertThat(listener.anonymous()).isTrue();
        });
        assertThat(configuration.http().host()).isEqualTo("127.0.0.1");
        assertThat(configuration.http().port()).isEqualTo(8161);
        assertThat(configuration.data()).isEqualTo(Path.of("data"));
        assertThat(configuration.usersFile()).isEqualTo(Path.of("data/users.yaml"));
    }

    @Test
    void shouldDemandCredentialsOfAListenerThatDoesNotSayOtherwise() throws Exception {
        ListenerConfiguration listener = file("listeners:\n- {name: public, host: 0.0.0.0}\n")
                .listeners()
                .get(0);
        assertThat(listener.anonymous()).isFalse();
        assertThat(listener.sasl()).doesNotContain(SaslMechanism.EXTERNAL).isNotEmpty();
    }

    @Test
    void shouldKeepTheDefaultListenerWhenTheFileNamesNone() throws Exception {
        assertThat(file("node: {name: n1}\n").listeners())
                .extracting(ListenerConfiguration::name)
                .containsExactly("amqp");
    }

    @Test
    void shouldChangeTheDefaultListenerFromTheCommandLine() throws Exception {
        ServerConfiguration configuration = set("listeners[0].port=0", "listeners.0.sasl=[scram-sha-256]");
        assertThat(configuration.listeners().get(0).port()).isZero();
        assertThat(configuration.listeners().get(0).sasl()).containsExactly(SaslMechanism.SCRAM_SHA_256);
    }

    @Test
    void shouldAddAListenerFromTheCommandLine() throws Exception {
        assertThat(set("listeners.1.name=second", "listeners.1.port=5673").listeners())
                .extracting(ListenerConfiguration::name)
                .containsExactly("amqp", "second");
    }

    @ParameterizedTest
    @CsvSource({
        "CARRICK_LISTENERS_0_MAX_FRAME_SIZE, 4KiB, 4096",
        "CARRICK_LISTENERS_0_PORT, 1234, 1234",
    })
    void shouldTakeKeysFromTheEnvironment(String name, String value, int expected) throws Exception {
        ListenerConfiguration listener = environment(name, value).listeners().get(0);
        assertThat(
                        name.endsWith("PORT")
                                ? listener.port()
                                : (int) listener.maxFrameSize().bytes())
                .isEqualTo(expected);
    }

    @Test
    void shouldPreferTheCommandLineToTheEnvironmentAndThatToTheFile() throws Exception {
        Path file =
                Files.writeString(directory.resolve("c.yaml"), "node: {name: file}\nhttp: {port: 1}\nqueues: [a]\n");
        ServerConfiguration configuration = ConfigurationLoader.load(
                Optional.of(file),
                Map.of("CARRICK_NODE_NAME", "environment", "CARRICK_HTTP_PORT", "2"),
                List.of("http.port=3"));
        assertThat(configuration.node().name()).isEqualTo("environment");
        assertThat(configuration.http().port()).isEqualTo(3);
        assertThat(configuration.queues()).containsExactly("a");
    }

    @Test
    void shouldRefuseAVariableThatMeansNoKey() {
        assertThatThrownBy(() -> environment("CARRICK_HTTP_PROT", "1"))
                .hasMessage("environment variable CARRICK_HTTP_PROT: means no key of the configuration");
    }

    @Test
    void shouldPassOverVariablesOfTheScriptAndOfServiceLinks() throws Exception {
        assertThat(environment("CARRICK_OPTS", "-Xmx1g")).isEqualTo(set());
        assertThat(environment("CARRICK_PORT_5672_TCP_ADDR", "10.0.0.1")).isEqualTo(set());
        assertThat(environment("CARRICK_SERVICE_HOST", "10.0.0.1")).isEqualTo(set());
        assertThat(environment("CARRICK_PORT", "tcp://10.0.0.1:5672")).isEqualTo(set());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot: 5                                  | :1:1: prot: unknown key; known here: addresses,",
                "'http:\n  port: 70000'                   | :2:9: http.port: must be between 0 and 65535, not 70000",
                "listeners: [{name: a}, {name: a}]        | :1:1: configuration: two listeners are named 'a'",
                "listeners: [{name: a, sasl: []}]         | :1:13: listeners[0]: nobody could log in",
                "listeners: [{name: a, sasl: [external]}] | :1:13: listeners[0]: sasl mechanism external needs",
                "listeners: [{name: a, max-frame-size: 511}] | :1:39: listeners[0].max-frame-size: must be between 512",
                "listeners: [{name: a, tls: {key: k}}]    | :1:28: listeners[0].tls: certificate and key belong together",
                "listeners: [{name: a, tls: {}}]          | :1:28: listeners[0].tls: give either certificate and key",
                "store: {disk-limit: 1MiB}                | :1:8: store: disk-limit must hold at least two segments",
                "security: {external-mapping: [{subject: '(', user: u}]} | :1:31: security.external-mapping[0]: subject",
                "addresses: [{pattern: 'a*'}]             | :1:13: addresses[0]: a wildcard must be a whole word",
                "addresses: [{pattern: a}, {pattern: a}]  | :1:1: configuration: address pattern listed twice: a",
                "- a                                      | :1:1: must be a mapping",
            })
    void shouldSayInOneLineWhatIsWrongAndWhere(String yaml, String message) {
        assertThatThrownBy(() -> file(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("carrick.yaml" + message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.prot=1          | --set http.prot: http.prot: unknown key",
                "http.port            | --set http.port: must be key=value",
                "http.port.x=1        | --set http.port.x: http.port: must be a plain value",
                "listeners.7.port=1   | --set listeners.7.port: listeners: is a list of 1, '7' is no index of it",
                "a..b=1               | --set a..b: 'a..b' is not a key",
            })
    void shouldSayWhatIsWrongInASetting(String setting, String message) {
        assertThatThrownBy(() -> set(setting)).hasMessageStartingWith(message);
    }

    @Test
    void shouldSayThatTheFileDoesNotExist() {
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.of(Path.of("/no/such.yaml")), Map.of(), List.of()))
                .hasMessage("/no/such.yaml: no such file");
    }

    @Test
    void shouldLayAddressSettingsOverOthers() throws Exception {
        AddressSettings settings = file("""
                addresses:
                  - pattern: orders.#
                    durability: written
                    dead-letter-address: ""
                    redelivery-delay: 2s
                    message-size-max: 1MiB
                """).addressSettings().settings("orders.eu");
        assertThat(settings.durability()).isEqualTo(AddressSettings.Durability.WRITTEN);
        assertThat(settings.deadLetterAddress()).isNull();
        assertThat(settings.redeliveryDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.messageSizeMax()).isEqualTo(1 << 20);
        assertThat(settings.expiryAddress()).isEqualTo(AddressSettings.DEFAULT.expiryAddress());
    }

    @Test
    void shouldReadPermissions() throws Exception {
        List<PermissionConfiguration> rules = file("""
                security:
                  permissions:
                    - {address: "orders.*", verbs: [send, browse], roles: [clerk]}
                    - {address: "#", verbs: [all], roles: [admin]}
                """).security().permissions();
        assertThat(rules.get(0).permissions()).containsExactlyInAnyOrder(Permission.SEND, Permission.BROWSE);
        assertThat(rules.get(1).permissions()).containsExactly(Permission.values());
    }
}
