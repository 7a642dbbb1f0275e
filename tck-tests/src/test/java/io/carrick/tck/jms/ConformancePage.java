package io.carrick.tck.jms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The tables of {@code docs/jms-conformance.md}, made from the annotations of the tests. */
final class ConformancePage {
    private static final String BEGIN = "<!-- generated from the tests: begin -->\n";
    private static final String END = "<!-- generated from the tests: end -->\n";

    private final List<Class<?>> classes;

    private ConformancePage(List<Class<?>> classes) {
        this.classes = classes;
    }

    /** Reads the compiled tests of this package. */
    static ConformancePage ofTests() {
        try (Stream<Path> files = Files.list(Path.of(ConformancePage.class
                        .getResource("ConformancePage.class")
                        .toURI())
                .getParent())) {
            return new ConformancePage(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("IT.class"))
                    .sorted(Comparator.comparingInt(ConformancePage::chapter).thenComparing(Comparator.naturalOrder()))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The chapter in a name such as Section11…; those without come last. */
    private static int chapter(String name) {
        String digits = name.replaceAll("\\D", "");
        return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static Class<?> load(String simpleName) {
        try {
            return Class.forName(ConformancePage.class.getPackageName() + "." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Method> tests(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** The page with its tables as the tests are now, and everything else as it is. */
    String update(String page) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalArgumentException("the page lacks the markers of its generated part");
        }
        return page.substring(0, begin) + tables() + page.substring(end);
    }

    private String tables() {
        StringBuilder text = new StringBuilder("\n| tests | of section | statements |\n|---|---|---|\n");
        for (Class<?> type : classes) {
            Specification of = type.getAnnotation(Specification.class);
            text.append("| `%s` | %s | %d |\n"
                    .formatted(type.getSimpleName(), of.value(), tests(type).size()));
        }
        text.append(
                "\n## Known differences\n\n| provider | section | statement | what it does instead |\n|---|---|---|---|\n");
        for (JmsProvider provider : JmsProvider.values()) {
            differences(provider).forEach(text::append);
        }
        return text.append("\n").toString();
    }

    private List<String> differences(JmsProvider provider) {
        List<String> rows = new ArrayList<>();
        for (Class<?> type : classes) {
            for (Method test : tests(type)) {
                for (KnownDifference known : test.getAnnotationsByType(KnownDifference.class)) {
                    if (known.provider() == provider) {
                        rows.add("| %s | %s | %s | %s |\n"
                                .formatted(provider, section(type, test), sentence(test), known.is()));
                    }
                }
            }
        }
        return rows;
    }

    private static String section(Class<?> type, Method test) {
        Specification of = test.getAnnotation(Specification.class);
        return of == null ? type.getAnnotation(Specification.class).value() : of.value();
    }

    private static String sentence(Method test) {
        return test.getName().replaceAll("(\\p{Lu})", " $1").toLowerCase(Locale.ROOT);
    }
}
