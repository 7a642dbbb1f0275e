package io.carrick.broker.selector;

import java.util.HashMap;
import java.util.Map;

/** Properties of an imaginary message. */
final class Properties implements PropertySource {
    private final Map<String, Object> values = new HashMap<>();

    static Properties of(Object... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    /** A message with something of every type. Absent: anything else, such as {@code none}. */
    static Properties sample() {
        return of(
                "yes",
                true,
                "no",
                false,
                "b",
                (byte) 7,
                "s",
                (short) 300,
                "i",
                42,
                "l",
                5_000_000_000L,
                "f",
                1.5f,
                "d",
                2.25,
                "max",
                Long.MAX_VALUE,
                "min",
                Long.MIN_VALUE,
                "nan",
                Double.NaN,
                "t",
                "text",
                "empty",
                "",
                "quote",
                "it's",
                "number",
                "42",
                "Country",
                "UK",
                "JMSType",
                "order",
                "JMSPriority",
                4,
                "JMSXGroupID",
                "g1",
                "x-region.eu",
                "north",
                "other",
                new Object());
    }

    @Override
    public Object get(String identifier) {
        return values.get(identifier);
    }
}
