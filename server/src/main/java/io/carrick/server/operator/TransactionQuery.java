package io.carrick.server.operator;

import io.carrick.broker.TransactionAdministration.Filter;
import io.carrick.broker.TransactionKind;
import io.carrick.broker.TransactionPhase;
import io.carrick.server.yaml.Durations;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Understands what an operator wants to have listed. */
public final class TransactionQuery {
    private static final String IN_DOUBT = "in-doubt";

    private TransactionQuery() {}

    /**
     * The filter that these parameters ask for: {@code kind}, {@code state} (that of a {@link TransactionPhase}, or
     * {@code in-doubt}), {@code group} and {@code olderThan}, a duration.
     *
     * @param parameters empty for one that is not given
     * @throws IllegalArgumentException if one of them cannot be understood; the text says which
     */
    public static Filter filter(Function<String, Optional<String>> parameters, int max, InstantSource clock) {
        TransactionKind kind = given(parameters, "kind")
                .map(text -> one("kind", text, TransactionKind.values(), TransactionKind::text))
                .orElse(null);
        Set<TransactionPhase> phases =
                given(parameters, "state").map(TransactionQuery::phases).orElse(Set.of());
        long sinceMax = given(parameters, "olderThan")
                .map(text -> clock.millis() - millis(text))
                .orElse(Long.MAX_VALUE);
        return new Filter(kind, phases, given(parameters, "group").orElse(null), sinceMax, max);
    }

    private static Optional<String> given(Function<String, Optional<String>> parameters, String name) {
        return parameters.apply(name).filter(text -> !text.isEmpty());
    }

    private static Set<TransactionPhase> phases(String text) {
        if (text.equals(IN_DOUBT)) {
            return Arrays.stream(TransactionPhase.values())
                    .filter(TransactionPhase::isInDoubt)
                    .collect(Collectors.toSet());
        }
        return Set.of(one("state", text, TransactionPhase.values(), TransactionPhase::text));
    }

    private static long millis(String text) {
        try {
            return Durations.parse(text).toMillis();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("olderThan " + e.getMessage(), e);
        }
    }

    private static <T> T one(String parameter, String text, T[] values, Function<T, String> name) {
        List<String> names = Arrays.stream(values).map(name).toList();
        int index = names.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException(
                    parameter + " must be one of " + String.join(", ", names) + ", not '" + text + "'");
        }
        return values[index];
    }
}
