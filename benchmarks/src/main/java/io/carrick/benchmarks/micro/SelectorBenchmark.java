package io.carrick.benchmarks.micro;

import io.carrick.amqp.message.AmqpMessageFormat;
import io.carrick.amqp.message.MalformedMessageException;
import io.carrick.broker.InvalidFilterException;
import io.carrick.broker.Message;
import io.carrick.broker.selector.FilterIndex;
import io.carrick.broker.selector.PropertySource;
import io.carrick.broker.selector.Selector;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The search for the consumers of one message among selectors that all differ; the message is looked into for the
 * first time, as a broker does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SelectorBenchmark {
    /** How many selectors. */
    @Param({"1", "100"})
    private int selectors;

    @Param({"EQUALITY", "SCAN"})
    private Form form;

    /** Kinds of selectors; each argument of the text is the selector's number. */
    public enum Form {
        /** Requires a property to have one value: found through an index. */
        EQUALITY("colour IN ('red', 'green', 'blue') AND weight BETWEEN 0 AND 1000 AND shard = %d"),
        /** Requires nothing that could be indexed. */
        SCAN("colour LIKE 'gr_en%%' AND weight * 2 > %d");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        String selector(int number) {
            return String.format(Locale.ROOT, text, number);
        }
    }

    private final AmqpMessageFormat format = new AmqpMessageFormat();
    private final FilterIndex<Selector> index = new FilterIndex<>();
    private Message message;
    private PropertySource source;

    /** Compiles the selectors. */
    @Setup
    public void prepare() throws InvalidFilterException, MalformedMessageException {
        for (int i = 0; i < selectors; i++) {
            Selector selector = Selector.parse(form.selector(i));
            index.add(selector, selector);
        }
        message = SampleMessage.message(selectors / 2);
        source = identifier -> format.property(message, identifier);
    }

    /** All selectors that match. */
    @Benchmark
    public void match(Blackhole matched) {
        message.decoded(null);
        index.candidates(source, selector -> {
            if (selector.matches(source)) {
                matched.consume(selector);
            }
        });
    }

    /** The price of a new one. */
    @Benchmark
    public Selector compile() throws InvalidFilterException {
        return Selector.parse(form.selector(selectors));
    }
}
