package io.carrick.amqp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.amqp.AmqpSettings;
import io.carrick.amqp.codec.DispositionFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.Close;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile bytes on one connection; another one must not notice. */
@Timeout(60)
class HostileInputTest {
    @TempDir
    private static Path data;

    private static RunningBroker broker;

    private SocketPeer bystander;
    private int sent;

    @BeforeAll
    static void start() throws IOException {
        broker = new RunningBroker(data, AmqpSettings.DEFAULT);
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    @BeforeEach
    void connectBystander() throws IOException {
        bystander = SocketPeer.begun(broker.port(), "bystander");
        bystander.attachSender("s", 0, "bystander");
        sent = 0;
    }

    @AfterEach
    void bystanderStillWorks() throws IOException {
        bystander.transfer(0, sent++, null, SocketPeer.message("still here"));
        assertThat(bystander.expect(DispositionFrame.class).settled()).isTrue();
        bystander.close();
    }

    private static String frame(String body) {
        String hex = body.replace(" ", "");
        return HexFormat.of().toHexDigits(8 + hex.length() / 2) + "02000000" + hex;
    }

    /** Bodies of frames that no decoder can make sense of, or that ask for absurd amounts of memory. */
    static Stream<String> undecodable() {
        String deepList = "c0ff01".repeat(1) + "d0000000ff00000001".repeat(400) + "45";
        String deepDescriptor = "00".repeat(2000) + "40";
        return Stream.of(
                deepList,
                deepDescriptor,
                "005312 d0 7fffffff 00000001 40", // list longer than the frame
                "005312 d0 00000010 7fffffff 40", // count beyond the list
                "005312 d0 ffffffff ffffffff 40", // negative size and count
                "005312 c0 10 0e f0 00000008 7fffffff 40 40 40 40 40", // array of 2^31 nulls
                "005312 c0 10 0e f0 00000006 7fffffff 41 40 40 40", // array of 2^31 trues
                "005311 c0 0c 01 d1 00000006 00000001 a1 01 78", // map with a key without value
                "005312 c0 08 01 b1 7fffffff 00 00", // string of 2 GiB
                "005314 c0 08 03 43 43 b0 7fffffff", // delivery tag of 2 GiB
                "005313 c0 09 04 70 ffffffff 70 ffff", // flow that ends in a number
                "005315 c0 04 03 41 43 a1", // disposition that ends in a string's length
                "0080 ffffffffffffffff 45", // unknown descriptor
                "00a3 05 616263", // descriptor that ends early
                "0000000000000000",
                "ffffffffffffffffffff");
    }

    @ParameterizedTest
    @MethodSource("undecodable")
    void shouldCloseWithDecodeErrorOnly(String body) throws IOException {
        try (SocketPeer hostile = SocketPeer.begun(broker.port(), "hostile")) {
            hostile.writeHex(frame(body));

            SocketPeer.expectError(hostile.expect(Close.class).getError(), AmqpError.DECODE_ERROR);
        }
    }

    @Test
    void shouldSurviveRandomBytes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            byte[] noise = new byte[1 + random.nextInt(2000)];
            random.nextBytes(noise);
            if (noise.length > 8 && random.nextBoolean()) {
                System.arraycopy(
                        HexFormat.of().parseHex(HexFormat.of().toHexDigits(noise.length) + "02000000"), 0, noise, 0, 8);
            }
            try (SocketPeer hostile = SocketPeer.begun(broker.port(), "hostile")) {
                hostile.write(noise);
            } catch (IOException | AssertionError e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
            bystander.transfer(0, sent++, null, SocketPeer.message("still here"));
            assertThat(bystander.expect(DispositionFrame.class).settled())
                    .as("seed %d round %d", seed, round)
                    .isTrue();
        }
    }
}
