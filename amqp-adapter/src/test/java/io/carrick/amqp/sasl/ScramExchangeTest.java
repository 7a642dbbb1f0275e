package io.carrick.amqp.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.mechanism.ScramHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {
    private static final int ITERATIONS = ScramCredential.ITERATIONS_MIN;
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final UnknownUsers UNKNOWN = new UnknownUsers(new byte[] {1, 2, 3}, ITERATIONS);
    private static final StoredUsers USERS = new StoredUsers(
            List.of(user("user", "pencil"), user("a,b=c", "pencil"), user("IX", "pencil")),
            new PasswordVerifier(1),
            ITERATIONS);

    @Test
    void shouldAnswerAsInTheExampleOfRfc7677() {
        SaslExchange exchange = exchange(ScramHash.SHA_256);
        assertThat(challenge(exchange.start(bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))))
                .isEqualTo("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        SaslStep last = exchange.respond(bytes("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
        assertThat(last).isInstanceOfSatisfying(SaslStep.Succeeded.class, succeeded -> {
            assertThat(succeeded.identity().name()).isEqualTo("user");
            assertThat(succeeded.identity().roles()).containsExactly("role");
            assertThat(text(succeeded.additionalBytes())).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetAClientInThatKnowsThePassword(ScramHash hash) {
        ScramClient client = new ScramClient(hash, "user", "pencil");
        SaslStep last = client.authenticate(exchange(hash));
        assertThat(last)
                .isInstanceOfSatisfying(
                        SaslStep.Succeeded.class,
                        succeeded -> assertThat(client.accepts(succeeded.additionalBytes()))
                                .isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAWrongPassword(ScramHash hash) {
        SaslStep last = new ScramClient(hash, "user", "pencils").authenticate(exchange(hash));
        assertThat(reason(last)).isEqualTo("unknown user or wrong password for 'user'");
    }

    @Test
    void shouldUndoTheEscapesOfAUserName() {
        ScramClient client = new ScramClient(ScramHash.SHA_256, "a=2Cb=3Dc", "pencil");
        assertThat(client.authenticate(exchange(ScramHash.SHA_256)))
                .isInstanceOfSatisfying(
                        SaslStep.Succeeded.class,
                        succeeded -> assertThat(succeeded.identity().name()).isEqualTo("a,b=c"));
    }

    @Test
    void shouldPrepareTheUserName() {
        ScramClient client = new ScramClient(ScramHash.SHA_256, "\u2168", "pencil");
        assertThat(client.authenticate(exchange(ScramHash.SHA_256)))
                .isInstanceOfSatisfying(
                        SaslStep.Succeeded.class,
                        succeeded -> assertThat(succeeded.identity().name()).isEqualTo("IX"));
    }

    @Test
    void shouldChallengeUnknownUsersLikeKnownOnes() {
        String one = challenge(exchange(ScramHash.SHA_512).start(bytes("n,,n=nobody,r=abc")));
        String again = challenge(exchange(ScramHash.SHA_512).start(bytes("n,,n=nobody,r=abc")));
        String other = challenge(exchange(ScramHash.SHA_512).start(bytes("n,,n=somebody,r=abc")));
        assertThat(one).isEqualTo(again).isNotEqualTo(other).endsWith(",i=" + ITERATIONS);
        String known = challenge(exchange(ScramHash.SHA_512).start(bytes("n,,n=user,r=abc")));
        assertThat(one).hasSameSizeAs(known);
        assertThat(reason(new ScramClient(ScramHash.SHA_512, "nobody", "pencil")
                        .authenticate(exchange(ScramHash.SHA_512))))
                .isEqualTo("unknown user or wrong password for 'nobody'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,r=abc,n=user",
                "n,,m=x,n=user,r=abc",
                "p=tls-unique,,n=user,r=abc",
                "x,,n=user,r=abc",
                "n,a=other,n=user,r=abc",
                "n,user,n=user,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=us=2cer,r=abc",
                "n,,n=user,r=a b",
                "n,,n=\u0007,r=abc"
            })
    void shouldRefuseAFirstMessageThatIsWrong(String message) {
        assertThat(exchange(ScramHash.SHA_256).start(bytes(message))).isInstanceOf(SaslStep.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n,,", "y,,", "n,a=user,"})
    void shouldTakeEveryHeaderWithoutChannelBinding(String header) {
        ScramClient client = new ScramClient(ScramHash.SHA_256, "user", "pencil").header(header);
        assertThat(client.authenticate(exchange(ScramHash.SHA_256))).isInstanceOf(SaslStep.Succeeded.class);
    }

    @Test
    void shouldRefuseALastMessageThatDoesNotRepeatTheFirst() {
        List<String> finals = new ArrayList<>();
        String nonce = CLIENT_NONCE + SERVER_NONCE;
        String proof = ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
        finals.add("c=eSws,r=" + nonce + proof);
        finals.add("c=biws,r=" + nonce + "x" + proof);
        finals.add("c=biws,r=" + CLIENT_NONCE + proof);
        finals.add("c=biws" + proof);
        finals.add("r=" + nonce + ",c=biws" + proof);
        finals.add("c=biws,r=" + nonce);
        finals.add("c=biws,r=" + nonce + ",p=");
        finals.add("c=biws,r=" + nonce + ",p=%%%");
        finals.add("c=biws,r=" + nonce + ",p=dHzb");
        finals.add("c=biws,r=" + nonce + ",x=y" + proof);
        finals.add("");
        for (String message : finals) {
            SaslExchange exchange = exchange(ScramHash.SHA_256);
            challenge(exchange.start(bytes("n,,n=user,r=" + CLIENT_NONCE)));
            assertThat(exchange.respond(bytes(message))).as(message).isInstanceOf(SaslStep.Failed.class);
        }
    }

    @Test
    void shouldAskForTheInitialResponseIfThereIsNone() {
        SaslExchange exchange = exchange(ScramHash.SHA_256);
        assertThat(challenge(exchange.start(null))).isEmpty();
        assertThat(challenge(exchange.respond(bytes("n,,n=user,r=abc")))).startsWith("r=abc");
    }

    @Test
    void shouldBeOverAfterSuccessAndFailure() {
        SaslExchange exchange = exchange(ScramHash.SHA_256);
        assertThat(exchange.respond(bytes("n,,n=user,r=abc"))).isInstanceOf(SaslStep.Failed.class);
        assertThat(exchange.start(bytes("n,,n=user,r=abc"))).isInstanceOf(SaslStep.Failed.class);
    }

    private static SaslExchange exchange(ScramHash hash) {
        return new ScramExchange(hash, USERS, UNKNOWN, SERVER_NONCE);
    }

    private static User user(String name, String password) {
        List<ScramCredential> credentials = new ArrayList<>();
        for (ScramHash hash : ScramHash.values()) {
            credentials.add(ScramCredential.derive(hash, password.toCharArray(), SALT, ITERATIONS));
        }
        return new User(name, credentials, Set.of("role"));
    }

    private static String challenge(SaslStep step) {
        assertThat(step).isInstanceOf(SaslStep.Challenge.class);
        return text(((SaslStep.Challenge) step).bytes());
    }

    private static String reason(SaslStep step) {
        assertThat(step).isInstanceOf(SaslStep.Failed.class);
        assertThat(((SaslStep.Failed) step).outcome()).isEqualTo(SaslOutcome.AUTH);
        return ((SaslStep.Failed) step).reason();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A client that follows RFC 5802 step by step. */
    private static final class ScramClient {
        private final ScramHash hash;
        private final String user;
        private final String password;
        private String header = "n,,";
        private byte[] expectedSignature;

        ScramClient(ScramHash hash, String user, String password) {
            this.hash = hash;
            this.user = user;
            this.password = password;
        }

        ScramClient header(String value) {
            header = value;
            return this;
        }

        SaslStep authenticate(SaslExchange exchange) {
            String bare = "n=" + user + ",r=" + CLIENT_NONCE;
            String serverFirst = challenge(exchange.start(bytes(header + bare)));
            String[] attributes = serverFirst.split(",");
            byte[] salt = Base64.getDecoder().decode(attributes[1].substring(2));
            byte[] salted =
                    hash.saltedPassword(password.toCharArray(), salt, Integer.parseInt(attributes[2].substring(2)));
            String withoutProof = "c=" + Base64.getEncoder().encodeToString(bytes(header)) + ',' + attributes[0];
            byte[] authMessage = bytes(bare + ',' + serverFirst + ',' + withoutProof);
            byte[] proof = hash.hmac(salted, bytes("Client Key"));
            byte[] signature = hash.hmac(hash.hash(proof), authMessage);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= signature[i];
            }
            expectedSignature = hash.hmac(hash.hmac(salted, bytes("Server Key")), authMessage);
            return exchange.respond(
                    bytes(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)));
        }

        boolean accepts(byte[] serverFinal) {
            return Optional.of(text(serverFinal))
                    .filter(("v=" + Base64.getEncoder().encodeToString(expectedSignature))::equals)
                    .isPresent();
        }
    }
}
