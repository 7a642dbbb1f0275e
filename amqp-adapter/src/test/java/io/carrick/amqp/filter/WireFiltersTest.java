package io.carrick.amqp.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carrick.broker.FilterSpec;
import io.carrick.broker.InvalidFilterException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WireFiltersTest {
    private static final String PROPERTIES = "amqp:properties-filter";
    private static final String APPLICATION_PROPERTIES = "amqp:application-properties-filter";

    private static DescribedType filter(String descriptor, Object value) {
        return new UnknownDescribedType(Symbol.valueOf(descriptor), value);
    }

    private static DescribedType filter(long descriptor, Object value) {
        return new UnknownDescribedType(UnsignedLong.valueOf(descriptor), value);
    }

    private static FilterSpec read(DescribedType filter) throws InvalidFilterException {
        return WireFilters.read(filter).orElseThrow();
    }

    private static FilterSpec sql(String text) {
        return new FilterSpec(FilterExpressions.SQL, text);
    }

    private static boolean matches(FilterSpec filter) throws InvalidFilterException {
        return FilterExpressions.compile(filter).test(Fields.sample());
    }

    @Test
    void shouldReadSqlFilters() throws InvalidFilterException {
        assertThat(read(filter("amqp:sql-filter", "p.subject='x'"))).isEqualTo(sql("p.subject = 'x'"));
        assertThat(read(filter(0x120, "p.subject='x'"))).isEqualTo(sql("p.subject = 'x'"));
    }

    @Test
    void shouldReadSelectors() throws InvalidFilterException {
        FilterSpec selector = new FilterSpec(FilterSpec.SELECTOR, "a = 1");
        assertThat(read(filter("apache.org:selector-filter:string", "a=1"))).isEqualTo(selector);
        assertThat(read(filter("apache.org:jms-selector-filter:string", "a=1"))).isEqualTo(selector);
        assertThat(read(filter(0x0000468C00000004L, "a=1"))).isEqualTo(selector);
    }

    @Test
    void shouldLeaveOtherFiltersToOthers() throws InvalidFilterException {
        assertThat(WireFilters.read(filter("apache.org:no-local-filter:list", "NoLocalFilter{}")))
                .isEmpty();
        assertThat(WireFilters.read("a = 1")).isEmpty();
        assertThat(WireFilters.read(null)).isEmpty();
    }

    @Test
    void shouldReadPropertyFilters() throws InvalidFilterException {
        Map<Object, Object> references = new LinkedHashMap<>();
        references.put(Symbol.valueOf("user-id"), new Binary("John".getBytes(StandardCharsets.UTF_8)));
        references.put(Symbol.valueOf("subject"), "&p:Order");
        references.put(Symbol.valueOf("group-sequence"), UnsignedInteger.valueOf(3));
        references.put(Symbol.valueOf("content-type"), Symbol.valueOf("&p:x"));
        references.put(Symbol.valueOf("creation-time"), new Date(1_000));
        references.put(Symbol.valueOf("to"), null);
        FilterSpec expected = sql("p.content_type = '&p:x' AND p.creation_time = 1000 AND p.group_sequence = 3"
                + " AND p.subject LIKE 'Order%' ESCAPE '!' AND p.user_id = 0x4A6F686E");
        assertThat(read(filter(PROPERTIES, references))).isEqualTo(expected);
        assertThat(read(filter(0x173, references))).isEqualTo(expected);
    }

    @Test
    void shouldReadApplicationPropertyFilters() throws InvalidFilterException {
        Map<Object, Object> references = new LinkedHashMap<>();
        references.put("region", "emea");
        references.put("and", true);
        references.put("x-[y]", -1.5f);
        references.put("any", null);
        FilterSpec expected = sql("[and] = TRUE AND any IS NOT NULL AND region = 'emea' AND [x-[[y]]] = -1.5");
        assertThat(read(filter(APPLICATION_PROPERTIES, references))).isEqualTo(expected);
        assertThat(read(filter(0x174, references))).isEqualTo(expected);
    }

    @Test
    void shouldReadFiltersOfOtherSections() throws InvalidFilterException {
        assertThat(read(filter("amqp:header-filter", Map.of(Symbol.valueOf("priority"), 7))))
                .isEqualTo(sql("h.priority = 7"));
        assertThat(read(filter("amqp:message-annotations-filter", Map.of(Symbol.valueOf("x-opt-lane"), "fast"))))
                .isEqualTo(sql("m.[x-opt-lane] = 'fast'"));
    }

    @Test
    void shouldMatchAllWithAnEmptyPropertyFilter() throws InvalidFilterException {
        FilterSpec all = read(filter(PROPERTIES, Map.of()));
        assertThat(all).isEqualTo(sql("TRUE"));
        assertThat(matches(all)).isTrue();
    }

    @Test
    void shouldGiveEqualMapsOneText() throws InvalidFilterException {
        Map<Object, Object> one = new LinkedHashMap<>();
        one.put("b", 1);
        one.put("a", 2L);
        Map<Object, Object> other = new LinkedHashMap<>();
        other.put("a", UnsignedLong.valueOf(2));
        other.put("b", (byte) 1);
        assertThat(read(filter(APPLICATION_PROPERTIES, one))).isEqualTo(read(filter(0x174, other)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    subject  | some subject   | true
                    subject  | Some subject   | false
                    subject  | some           | false
                    subject  | &p:some        | true
                    subject  | &p:some subject | true
                    subject  | &p:subject     | false
                    subject  | &p:            | true
                    subject  | &s:subject     | true
                    subject  | &s:some        | false
                    subject  | &p:s%e         | false
                    subject  | &p:some_       | false
                    subject  | &s:            | true
                    subject  | &&p:some       | false
                    content-type | text/plain | true
                    content-type | &p:text/   | true
                    user-id  | &p:some        | true
                    message-id | &s:-123      | true
                    """)
    void shouldApplyStringModifiers(String field, String reference, boolean matches) throws InvalidFilterException {
        FilterSpec filter = read(filter(PROPERTIES, Map.of(Symbol.valueOf(field), reference)));
        assertThat(matches(filter)).isEqualTo(matches);
    }

    @Test
    void shouldMatchStringsThatBeginWithAnAmpersand() throws InvalidFilterException {
        FilterSpec filter = read(filter(APPLICATION_PROPERTIES, Map.of("k", "&&p:it's 100%!_")));
        assertThat(FilterExpressions.compile(filter).test(Fields.of("k", "&p:it's 100%!_")))
                .isTrue();
        FilterSpec prefix = read(filter(APPLICATION_PROPERTIES, Map.of("k", "&p:100%!_'")));
        assertThat(FilterExpressions.compile(prefix).test(Fields.of("k", "100%!_'s")))
                .isTrue();
        assertThat(FilterExpressions.compile(prefix).test(Fields.of("k", "1000!_'s")))
                .isFalse();
    }

    static Stream<Arguments> simpleTypes() {
        return Stream.of(
                Arguments.of("weight", 5L, true),
                Arguments.of("weight", 5.0f, true),
                Arguments.of("weight", UnsignedLong.valueOf(5), true),
                Arguments.of("weight", "5", false),
                Arguments.of("huge", UnsignedLong.valueOf("18446744073709551615"), true),
                Arguments.of("temperature", (byte) -5, true),
                Arguments.of("distance", 1_200_000, true),
                Arguments.of("active", true, true),
                Arguments.of("active", "true", false),
                Arguments.of("country", Symbol.valueOf("UK"), true),
                Arguments.of("letter", 'x', true),
                Arguments.of("bytes", new Binary(new byte[] {1, 2, -1}), true),
                Arguments.of("bytes", new Binary(new byte[0]), false),
                Arguments.of("when", new Date(1_000), true),
                Arguments.of("absent", 1, false),
                Arguments.of("city", UUID.randomUUID(), false),
                Arguments.of("order status", "open", true));
    }

    @ParameterizedTest
    @MethodSource("simpleTypes")
    void shouldMatchSimpleTypesByValue(String key, Object reference, boolean matches) throws InvalidFilterException {
        assertThat(matches(read(filter(APPLICATION_PROPERTIES, Map.of(key, reference)))))
                .isEqualTo(matches);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of(
                        filter("amqp:sql-filter", 5), "amqp:sql-filter needs a string, not a value of type Integer"),
                Arguments.of(filter("amqp:sql-filter", null), "amqp:sql-filter needs a string, not null"),
                Arguments.of(
                        filter("amqp:sql-filter", "a = "),
                        "Invalid SQL filter at position 5: expected a literal, an identifier or '(' but found the end"),
                Arguments.of(
                        filter("apache.org:selector-filter:string", "a ="),
                        "Invalid selector at position 4: expected a literal, an identifier or '(' but found the end"),
                Arguments.of(filter(PROPERTIES, "x"), PROPERTIES + " needs a map, not a value of type String"),
                Arguments.of(
                        filter(PROPERTIES, Map.of(Symbol.valueOf("size"), 1)),
                        "the section properties has no field size"),
                Arguments.of(
                        filter(PROPERTIES, Map.of(5, 1)),
                        "a key in amqp:properties-filter must be a name, not a value of type Integer"),
                Arguments.of(
                        filter(APPLICATION_PROPERTIES, Map.of("", 1)),
                        "a key in amqp:application-properties-filter must be a name, not a value of type String"),
                Arguments.of(
                        filter(APPLICATION_PROPERTIES, Map.of("k", "&x:y")),
                        "in amqp:application-properties-filter, for k:"
                                + " a string beginning with & must go on with p:, s: or & but is '&x:y'"),
                Arguments.of(
                        filter(APPLICATION_PROPERTIES, Map.of("k", Double.NaN)),
                        "in amqp:application-properties-filter, for k: filters cannot compare with NaN"),
                Arguments.of(
                        filter(APPLICATION_PROPERTIES, Map.of("k", BigDecimal.ONE)),
                        "in amqp:application-properties-filter, for k:"
                                + " filters cannot compare with a value of type BigDecimal"),
                Arguments.of(
                        filter("amqp:header-filter", Map.of(Symbol.valueOf("delivery-count"), 1)),
                        "a filter cannot refer to header.delivery-count, which changes from delivery to delivery"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldSayWhatIsWrong(DescribedType filter, String problem) {
        assertThatThrownBy(() -> WireFilters.read(filter))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage(problem);
    }

    @Test
    void shouldNotQuoteLongTextsInFull() {
        String text = "x".repeat(50_000);
        for (DescribedType filter : List.of(
                filter("amqp:sql-filter", "'" + text + "'"),
                filter(PROPERTIES, Map.of(text, 1)),
                filter(APPLICATION_PROPERTIES, Map.of(text, "&x")),
                filter(APPLICATION_PROPERTIES, Map.of("k", "&" + text)))) {
            assertThatThrownBy(() -> WireFilters.read(filter))
                    .isInstanceOf(InvalidFilterException.class)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
        }
    }

    @Test
    void shouldCombineFilters() throws InvalidFilterException {
        FilterSpec selector = new FilterSpec(FilterSpec.SELECTOR, "JMSType='some subject'");
        FilterSpec city = sql("city='London'");
        FilterSpec both = FilterExpressions.and(List.of(selector, city));

        assertThat(both)
                .isEqualTo(new FilterSpec(
                        FilterExpressions.FILTER_SET,
                        "amqp-sql 15 city = 'London'\nselector 24 JMSType = 'some subject'\n"));
        assertThat(FilterExpressions.and(List.of(city, selector, city))).isEqualTo(both);
        assertThat(FilterExpressions.and(List.of(both, city))).isEqualTo(both);
        assertThat(FilterExpressions.canonical(both)).isEqualTo(both);
        assertThat(FilterExpressions.and(List.of(city))).isEqualTo(sql("city = 'London'"));
        assertThat(matches(both)).isTrue();
        assertThat(matches(FilterExpressions.and(List.of(both, sql("city = 'Paris'")))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "``|Invalid filter set at position 1: expected a filter but found the end",
                "x|Invalid filter set at position 1: expected a language and a length",
                "amqp-sql 5 a = 1|Invalid filter set at position 12: expected 5 characters and a line feed",
                "amqp-sql 999999999 a|Invalid filter set at position 20: expected 999999999 characters and a line feed"
            })
    void shouldRefuseTextThatIsNoFilterSet(String text, String problem) {
        assertThatThrownBy(() -> FilterExpressions.compile(new FilterSpec(FilterExpressions.FILTER_SET, text)))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage(problem);
    }

    @Test
    void shouldRefuseFilterSetsInFilterSets() {
        FilterSpec nested = new FilterSpec(FilterExpressions.FILTER_SET, "amqp-filter-set 0 \n");
        assertThatThrownBy(() -> FilterExpressions.compile(nested))
                .hasMessage("Invalid filter set at position 1: a filter set cannot contain another");
    }

    @Test
    void shouldRefuseUnknownLanguages() {
        assertThatThrownBy(() -> FilterExpressions.compile(new FilterSpec("xpath", "/a")))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage("there is no filter language xpath");
    }
}
