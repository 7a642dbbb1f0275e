package io.carrick.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.SubscriptionKey;
import org.apache.qpid.proton.amqp.Symbol;
import org.junit.jupiter.api.Test;

class SubscriptionNamesTest {
    private static final Symbol[] NONE = {};
    private static final Symbol[] SHARED = {Symbol.valueOf("topic"), SubscriptionNames.SHARED};
    private static final Symbol[] GLOBAL = {SubscriptionNames.SHARED, SubscriptionNames.GLOBAL};

    @Test
    void shouldTakeTheWholeNameOfAnUnsharedSubscription() {
        assertThat(SubscriptionNames.keyOf("sub", "client", true, NONE))
                .isEqualTo(new SubscriptionKey("client", "sub", false, true));
        assertThat(SubscriptionNames.keyOf("a|b", "client", true, (Symbol[]) null))
                .isEqualTo(new SubscriptionKey("client", "a|b", false, true));
    }

    @Test
    void shouldFindOneSubscriptionForAllLinksThatShareIt() {
        SubscriptionKey key = new SubscriptionKey("client", "sub", true, true);
        assertThat(SubscriptionNames.keyOf("sub", "client", true, SHARED)).isEqualTo(key);
        assertThat(SubscriptionNames.keyOf("sub|2", "client", true, SHARED)).isEqualTo(key);
        assertThat(SubscriptionNames.keyOf("sub|volatile1", "client", false, SHARED))
                .isEqualTo(new SubscriptionKey("client", "sub", true, false));
    }

    @Test
    void shouldIgnoreTheClientOfAGlobalSubscription() {
        SubscriptionKey key = new SubscriptionKey(null, "sub", true, true);
        assertThat(SubscriptionNames.keyOf("sub|global", "one", true, GLOBAL)).isEqualTo(key);
        assertThat(SubscriptionNames.keyOf("sub|global2", "two", true, GLOBAL)).isEqualTo(key);
        assertThat(SubscriptionNames.keyOf("sub|global-volatile3", "two", false, GLOBAL))
                .isEqualTo(new SubscriptionKey(null, "sub", true, false));
    }

    @Test
    void shouldLookUpTheUnsharedSubscriptionFirst() {
        assertThat(SubscriptionNames.lookup("sub", "client", NONE))
                .containsExactly(
                        new SubscriptionKey("client", "sub", false, true),
                        new SubscriptionKey("client", "sub", true, true));
        assertThat(SubscriptionNames.lookup("sub|global", "client", GLOBAL))
                .containsExactly(new SubscriptionKey(null, "sub", true, true));
    }
}
