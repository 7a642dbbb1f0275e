package io.carrick.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.TransactionName.Branch;
import io.carrick.broker.TransactionName.Half;
import io.carrick.broker.TransactionName.Local;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionNameTest {
    @Test
    void shouldReadWhatItHasWritten() {
        for (TransactionName name : new TransactionName[] {
            new Local(0x0102),
            new Local(-1),
            new Branch(new Xid(-7, new byte[] {1, -1}, new byte[0])),
            new Half("shop/1", "2 ü%2F:\t"),
            new Half("0123456789abcdef", "1:aa:bb"),
            new Half("𝄞\u200b", "/")
        }) {
            assertThat(TransactionName.parse(name.toString())).isEqualTo(name);
            assertThat(name.toString()).doesNotContainPattern("[\\s\\p{Cntrl}\u200b]");
        }
    }

    @ParameterizedTest
    @CsvSource({"shop/1, 2 ü%, shop%2F1/2%20ü%25", "a:b, c:d:e, a:b/c:d:e"})
    void shouldEscapeWhatWouldBeMisread(String group, String id, String text) {
        assertThat(new Half(group, id)).hasToString(text);
    }

    @Test
    void shouldWriteALocalOneAsSixteenDigits() {
        assertThat(new Local(0xabc)).hasToString("0000000000000abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "0000000000000abg",
                "a/",
                "/a",
                "a/b/c",
                "a/%2",
                "a/%zz",
                "1:2",
                "x:aa:bb",
                "1::",
                "1:a:"
            })
    void shouldRefuseWhatNamesNothing(String text) {
        assertThatThrownBy(() -> TransactionName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
