package io.carrick.tck.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.carrick.tck.process.CommandResult;
import io.carrick.tck.provider.HostilePeer.Dialogue;
import io.carrick.tck.provider.HostilePeer.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.security.SaslChallenge;
import org.apache.qpid.proton.amqp.security.SaslCode;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Close;
import org.apache.qpid.proton.amqp.transport.Detach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peers that are no broker, or one that is broken or means harm, against a client with a heap of 40 MiB: an exception
 * that says why within the time-outs, never a hang, never an {@link OutOfMemoryError}.
 */
@Timeout(180)
class HostileBrokerIT {
    private static final Logger LOG = LoggerFactory.getLogger(HostileBrokerIT.class);
    private static final String OPTIONS = "?jms.connectTimeout=5000&jms.requestTimeout=3000&jms.sendTimeout=3000"
            + "&jms.closeTimeout=200&amqp.drainTimeout=2000";
    /** Connecting, one call and the close, on a busy machine. */
    private static final long LIMIT_MILLIS = 20_000;

    private static final int NOISES = Integer.getInteger("carrick.noises", 20);
    private static final byte[] HUGE = {(byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 2, 0, 0, 0};

    /** What comes out: the step that fails, and what the exception says. */
    private record Scenario(String name, String scheme, String step, String text, Script script) {}

    /** A line of {@link HostileClient}. */
    private record Outcome(String step, long millis, String exception, boolean jms, String text) {}

    private final List<Scenario> scenarios = new ArrayList<>();

    private void add(String name, String step, String text, Script script) {
        scenarios.add(new Scenario(name, "amqp", step, text, script));
    }

    @Test
    void shouldEndInAnExceptionThatSaysWhy() throws Exception {
        headers();
        saslFrames();
        openFrames();
        sessions();
        sends();
        receives();
        otherSchemes();
        Map<String, Outcome> outcomes = run();
        assertSoftly(softly -> {
            for (Scenario scenario : scenarios) {
                Outcome outcome = outcomes.get(scenario.name);
                softly.assertThat(outcome).as(scenario.name).isNotNull();
                if (outcome != null) {
                    softly.assertThat(outcome.step)
                            .as("%s: %s", scenario.name, outcome)
                            .isIn((Object[]) scenario.step.split("\\|"));
                    softly.assertThat(outcome.jms || outcome.exception.equals("none"))
                            .as("%s: %s", scenario.name, outcome)
                            .isTrue();
                    softly.assertThat(outcome.text)
                            .as("%s: %s", scenario.name, outcome)
                            .contains(scenario.text);
                    softly.assertThat(outcome.millis).as(scenario.name).isLessThan(LIMIT_MILLIS);
                }
            }
        });
    }

    @Test
    void shouldSurviveNoiseInEveryState() throws Exception {
        long seed = Long.getLong("carrick.seed", System.nanoTime());
        LOG.info("seed {}", seed);
        Random random = new Random(seed);
        for (int i = 0; i < NOISES; i++) {
            boolean receive = random.nextBoolean();
            int stage = random.nextInt(6);
            long noise = random.nextLong();
            add(
                    (receive ? "receive" : "send") + ":noise-" + i,
                    "",
                    "",
                    dialogue -> noise(dialogue, receive, stage, noise));
        }
        Map<String, Outcome> outcomes = run();
        assertSoftly(softly -> {
            for (Scenario scenario : scenarios) {
                Outcome outcome = outcomes.get(scenario.name);
                softly.assertThat(outcome)
                        .as("%s, seed %d", scenario.name, seed)
                        .isNotNull();
                if (outcome != null) {
                    softly.assertThat(outcome.jms || outcome.exception.equals("none"))
                            .as("%s: %s, seed %d", scenario.name, outcome, seed)
                            .isTrue();
                    softly.assertThat(outcome.millis).as(scenario.name).isLessThan(LIMIT_MILLIS);
                }
            }
        });
    }

    /** Frames with random bodies, the more telling for a valid descriptor in front. */
    private static void noise(Dialogue dialogue, boolean receive, int stage, long seed) throws IOException {
        Random random = new Random(seed);
        switch (stage) {
            case 0 -> dialogue.saslHeader();
            case 1 -> dialogue.sasl().amqpHeader();
            case 2 -> dialogue.open();
            case 3 -> dialogue.begin();
            default -> {
                if (receive) {
                    dialogue.receiver();
                } else {
                    dialogue.sender().await(Transfer.class);
                }
            }
        }
        for (int i = 0; i < 20; i++) {
            byte[] body = new byte[random.nextInt(300)];
            random.nextBytes(body);
            if (body.length > 12 && random.nextInt(4) > 0) {
                byte descriptor = (byte) (stage == 0 ? 0x40 + random.nextInt(5) : 0x10 + random.nextInt(9));
                byte[] begin = {0, 0x53, descriptor, (byte) 0xc0, (byte) (body.length - 6), (byte) random.nextInt(12)};
                System.arraycopy(begin, 0, body, 0, begin.length);
                if (random.nextBoolean()) {
                    for (int j = 6; j < body.length; j++) {
                        body[j] = CONSTRUCTORS[random.nextInt(CONSTRUCTORS.length)];
                    }
                }
            }
            dialogue.frame(stage == 0 ? 1 : 0, body);
        }
    }

    private static final byte[] CONSTRUCTORS = {
        0x40,
        0x41,
        0x42,
        0x43,
        0x44,
        0x45,
        0x50,
        0x52,
        0x53,
        0x56,
        0x70,
        (byte) 0xa0,
        (byte) 0xa1,
        (byte) 0xa3,
        (byte) 0xc0,
        (byte) 0xc1,
        (byte) 0xe0,
        (byte) 0xd0,
        (byte) 0xf0,
        0
    };

    // ---- Before the open ----

    private void headers() {
        Random random = new Random(1);
        add("send:http", "connect", "does not speak AMQP", d -> d.readHeader().raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
        add("send:random", "connect", "does not speak AMQP", d -> d.readHeader().noise(random, 100_000));
        add("send:amqp-0-9-1", "connect", "another version", d -> d.readHeader().raw("AMQP\0\0\11\1"));
        add("send:silent", "connect", "5000 ms", Dialogue::readHeader);
        add("send:closed", "connect", "", d -> d.readHeader().cut());
        add("send:half-a-header", "connect", "", d -> d.readHeader().raw("AMQ").cut());
    }

    private void saslFrames() {
        add("send:sasl-huge", "connect", "protocol", d -> d.saslHeader().raw(HUGE));
        add("send:sasl-tiny", "connect", "protocol", d -> d.saslHeader().raw(bytes(0, 0, 0, 3, 2, 1, 0, 0)));
        add("send:sasl-garbage", "connect", "protocol", d -> d.saslHeader().frame(1, bytes(0, 0x53, 0x99, 1, 2, 3)));
        add("send:sasl-empty-frames", "connect", "", d -> {
            d.saslHeader();
            while (true) {
                d.frame(1);
            }
        });
        add("send:sasl-challenges", "connect", "", d -> {
            d.saslHeader().mechanisms("ANONYMOUS");
            while (true) {
                SaslChallenge challenge = new SaslChallenge();
                challenge.setChallenge(new org.apache.qpid.proton.amqp.Binary(new byte[100]));
                d.write(challenge);
            }
        });
        add(
                "send:sasl-no-mechanisms",
                "connect",
                "offers nothing",
                d -> d.saslHeader().mechanisms());
        add(
                "send:sasl-unknown-mechanism",
                "connect",
                "X-NONE",
                d -> d.saslHeader().mechanisms("X-NONE"));
    }

    @Test
    void shouldNotTryAWrongPasswordTwice() throws Exception {
        try (HostilePeer peer =
                new HostilePeer(d -> d.saslHeader().mechanisms("PLAIN").outcome(SaslCode.AUTH))) {
            Outcome outcome = run(List.of("send:password", "failover:(amqp://bob:wrong@127.0.0.1:" + peer.port() + ")"))
                    .get("send:password");
            assertThat(outcome.exception).isEqualTo(jakarta.jms.JMSSecurityException.class.getName());
            assertThat(outcome.step).isEqualTo("connect");
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    private void openFrames() {
        add(
                "send:header-garbage",
                "connect",
                "does not speak AMQP",
                d -> d.sasl().readHeader().raw("garbage!"));
        add("send:open-huge-frame", "start", "", d -> {
            d.sasl().amqpHeader().await(Open.class);
            d.raw(HUGE);
        });
        add(
                "send:open-endless-empty-frames",
                "start",
                "3000 ms",
                d -> d.sasl().amqpHeader().emptyFrames());
        add(
                "send:open-huge-list",
                "start",
                "",
                d -> afterOpen(d, bytes(0, 0x53, 0x10, 0xd0, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff)));
        add(
                "send:open-huge-array",
                "start",
                "",
                d -> afterOpen(
                        d,
                        bytes(
                                0, 0x53, 0x10, 0xd0, 0, 0, 0, 30, 0, 0, 0, 10, 0xa1, 1, 'h', 0x40, 0x40, 0x40, 0x40,
                                0xf0, 0, 0, 0, 9, 0x7f, 0xff, 0xff, 0xff, 0xb3, 0, 0, 0, 0)));
        add("send:open-nested", "start", "", d -> afterOpen(d, nested()));
        add("send:open-other-performative", "start", "", d -> {
            d.sasl().amqpHeader().await(Open.class);
            d.write(new End());
        });
        add("send:open-close", "start|session", "go away", d -> {
            d.open();
            Close close = new Close();
            close.setError(new ErrorCondition(Symbol.valueOf("amqp:internal-error"), "go away"));
            d.write(close);
        });
        add("send:open-cut-in-frame", "start", "", d -> {
            d.sasl().amqpHeader().await(Open.class);
            d.raw(bytes(0, 0, 0, 100, 2, 0, 0, 0, 0, 0x53, 0x10)).cut();
        });
    }

    private static void afterOpen(Dialogue dialogue, byte[] body) throws IOException {
        dialogue.sasl().amqpHeader().await(Open.class);
        dialogue.frame(0, body);
    }

    /** An open whose container id is a list in a list in a list … */
    private static byte[] nested() {
        int depth = 900;
        ByteBuffer body = ByteBuffer.allocate(3 + depth * 9 + 1);
        body.put(bytes(0, 0x53, 0x10));
        for (int i = 0; i < depth; i++) {
            body.put((byte) 0xd0).putInt(body.remaining() - 4).putInt(1);
        }
        body.put((byte) 0x40);
        return java.util.Arrays.copyOf(body.array(), 4_000);
    }

    // ---- Sessions and links ----

    private void sessions() {
        add("send:begin-endless-empty-frames", "session", "3000 ms", d -> {
            d.open().await(Begin.class);
            d.emptyFrames();
        });
        add("send:begin-of-nobody", "session", "", d -> {
            d.open();
            Begin begin = new Begin();
            begin.setRemoteChannel(org.apache.qpid.proton.amqp.UnsignedShort.valueOf((short) 77));
            begin.setNextOutgoingId(UnsignedInteger.ZERO);
            begin.setIncomingWindow(UnsignedInteger.ONE);
            begin.setOutgoingWindow(UnsignedInteger.ONE);
            d.await(Begin.class);
            d.write(begin);
        });
        add(
                "send:begin-ended",
                "session",
                "no sessions here",
                d -> {
                    d.begin();
                    End end = new End();
                    end.setError(new ErrorCondition(Symbol.valueOf("amqp:not-allowed"), "no sessions here"));
                    d.write(end);
                },
                "producer");
        add("send:attach-silence", "producer", "3000 ms", d -> d.begin().await(Attach.class));
        add("send:attach-refused", "producer", "no such queue", d -> {
            d.begin();
            Attach asked = d.await(Attach.class);
            Attach answer = new Attach();
            answer.setName(asked.getName());
            answer.setHandle(asked.getHandle());
            answer.setRole(Role.RECEIVER);
            d.write(answer);
            Detach detach = new Detach();
            detach.setHandle(asked.getHandle());
            detach.setClosed(true);
            detach.setError(new ErrorCondition(Symbol.valueOf("amqp:not-found"), "no such queue"));
            d.write(detach);
        });
        add("send:attach-of-nobody", "producer", "", d -> {
            d.begin();
            Attach asked = d.await(Attach.class);
            asked.setName("somebody else");
            d.answer(asked);
        });
    }

    /** Two steps may fail, depending on which side is faster. */
    private void add(String name, String step, String text, Script script, String orStep) {
        scenarios.add(new Scenario(name, "amqp", step + "|" + orStep, text, script));
    }

    private void sends() {
        add("send:no-credit", "send", "3000 ms", d -> {
            d.begin();
            d.answer(d.await(Attach.class));
        });
        add("send:no-outcome", "send", "3000 ms", d -> d.sender().await(Transfer.class));
        add("send:absurd-credit", "send", "3000 ms", d -> {
            d.begin();
            d.answer(d.await(Attach.class)).credit(UnsignedInteger.MAX_VALUE);
        });
        add("send:rejected", "send", "not today", d -> {
            Rejected rejected = new Rejected();
            rejected.setError(new ErrorCondition(Symbol.valueOf("amqp:precondition-failed"), "not today"));
            d.sender().await(Transfer.class);
            d.write(disposition(0, 0, rejected));
        });
        add("send:disposition-of-everything", "sent", "", d -> {
            d.sender().await(Transfer.class);
            d.write(disposition(0, 0x7fff_fffe, Accepted.getInstance()));
        });
        add("send:disposition-without-end", "send", "", d -> {
            d.sender().await(Transfer.class);
            while (true) {
                d.write(disposition(5, 0x7000_0000, Accepted.getInstance()));
            }
        });
        add("send:transfer-to-a-sender", "send", "", d -> {
            d.sender().await(Transfer.class);
            d.transfer(0, false, new byte[10]);
        });
        add("send:unknown-state", "send", "", d -> {
            d.sender().await(Transfer.class);
            d.frame(0, bytes(0, 0x53, 0x15, 0xc0, 12, 5, 0x41, 0x43, 0x43, 0x41, 0, 0x53, 0x99, 0xc0, 1, 0));
        });
        add("send:cut-in-frame", "send", "", d -> {
            d.sender().await(Transfer.class);
            d.raw(bytes(0, 0, 0, 100, 2, 0, 0, 0, 0, 0x53, 0x15)).cut();
        });
        add("send:huge-frame", "send", "", d -> {
            d.sender().await(Transfer.class);
            d.raw(HUGE);
        });
    }

    private static Disposition disposition(
            int first, int last, org.apache.qpid.proton.amqp.transport.DeliveryState state) {
        Disposition disposition = new Disposition();
        disposition.setRole(Role.RECEIVER);
        disposition.setFirst(UnsignedInteger.valueOf(first));
        disposition.setLast(UnsignedInteger.valueOf(last));
        disposition.setSettled(true);
        disposition.setState(state);
        return disposition;
    }

    private void receives() {
        Random random = new Random(2);
        add("receive:drain-ignored", "receive", "2000 ms", Dialogue::receiver);
        add("receive:endless-message", "receive", "", d -> {
            d.receiver();
            while (true) {
                d.transfer(0, true, new byte[60_000]);
            }
        });
        add(
                "receive:many-without-credit",
                "received",
                "",
                d -> {
                    d.receiver();
                    for (int i = 0; i < 200_000; i++) {
                        d.transfer(i, false, bytes(0, 0x53, 0x77, 0xa1, 1, 'x'));
                    }
                },
                "receive");
        add("receive:nonsense-body", "receive", "", d -> {
            byte[] body = new byte[500];
            random.nextBytes(body);
            d.receiver().transfer(0, false, body);
        });
        add(
                "receive:huge-list-in-body",
                "receive",
                "",
                d -> d.receiver()
                        .transfer(
                                0, false, bytes(0, 0x53, 0x77, 0xd0, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff)));
        add(
                "receive:huge-map-in-properties",
                "read",
                "",
                d -> d.receiver()
                        .transfer(0, false, bytes(0, 0x53, 0x74, 0xd1, 0, 0, 0, 5, 0x7f, 0xff, 0xff, 0xfe, 0x40)));
        add("receive:detached", "receive", "no more", d -> {
            d.receiver();
            Detach detach = new Detach();
            detach.setHandle(UnsignedInteger.ZERO);
            detach.setClosed(true);
            detach.setError(new ErrorCondition(Symbol.valueOf("amqp:resource-deleted"), "no more"));
            d.write(detach);
        });
        add("receive:cut", "receive", "", d -> d.receiver().cut());
    }

    private void otherSchemes() {
        Random random = new Random(3);
        scenarios.add(new Scenario("send:tls-plain", "amqps", "connect", "", d -> d.raw("AMQP\0\1\0\0")));
        scenarios.add(new Scenario("send:tls-noise", "amqps", "connect", "", d -> d.noise(random, 10_000)));
        scenarios.add(new Scenario("send:tls-silent", "amqps", "connect", "5000 ms", d -> {}));
        scenarios.add(new Scenario(
                "send:ws-refused",
                "amqpws",
                "connect",
                "",
                d -> d.raw("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")));
        scenarios.add(new Scenario("send:ws-noise", "amqpws", "connect", "", d -> d.noise(random, 200_000)));
        scenarios.add(new Scenario("send:ws-endless-headers", "amqpws", "connect", "", d -> {
            d.raw("HTTP/1.1 101 Switching Protocols\r\n");
            while (true) {
                d.raw("X-Header: and on it goes\r\n");
            }
        }));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    // ---- The client ----

    private Map<String, Outcome> run() throws IOException, InterruptedException {
        List<HostilePeer> peers = new ArrayList<>();
        try {
            List<String> arguments = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                HostilePeer peer = new HostilePeer(scenario.script);
                peers.add(peer);
                arguments.add(scenario.name);
                arguments.add(scenario.scheme + "://127.0.0.1:" + peer.port() + OPTIONS);
            }
            return run(arguments);
        } finally {
            for (HostilePeer peer : peers) {
                peer.close();
            }
        }
    }

    private static Map<String, Outcome> run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:MaxDirectMemorySize=40m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HostileClient.class.getName()));
        command.addAll(arguments);
        CommandResult result = CommandResult.run(Duration.ofSeconds(150), command);
        LOG.info("{}{}", result.output(), result.errors());
        assertThat(result.output() + result.errors()).doesNotContain("OutOfMemory");
        assertThat(result.exitCode()).as(result.errors()).isZero();
        Map<String, Outcome> outcomes = new HashMap<>();
        result.output()
                .lines()
                .filter(line -> line.startsWith(HostileClient.PREFIX))
                .map(line -> line.split(HostileClient.SEPARATOR, -1))
                .forEach(parts -> outcomes.put(
                        parts[1],
                        new Outcome(
                                parts[2],
                                Long.parseLong(parts[3]),
                                parts[4],
                                Boolean.parseBoolean(parts[5]),
                                parts[6])));
        return outcomes;
    }
}
