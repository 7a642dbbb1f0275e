package io.carrick.benchmarks.load;

import io.carrick.benchmarks.check.DeliveryLedger;
import io.carrick.benchmarks.check.PayloadCodec;
import io.carrick.benchmarks.measure.Latency;
import io.carrick.benchmarks.measure.Meter;
import io.carrick.benchmarks.measure.Result;
import io.carrick.benchmarks.measure.Stage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * One run of one workload: what its loops share, and the steps that it goes through. The steps are for one thread; the
 * ledger, the latencies and the failures are for all.
 */
final class Run implements AutoCloseable {
    private final Settings settings;
    private final String address;
    private final DeliveryLedger ledger;
    private final PayloadCodec codec;
    private final JmsClient client;
    private final Failures failures = new Failures();
    private final Crew crew = new Crew(failures);
    private final Map<Timing, Latency> latencies = new EnumMap<>(Timing.class);
    private final List<CountDownLatch> receiving = new ArrayList<>();
    private volatile boolean finishing;

    Run(Settings settings, String workload, int copies) {
        this.settings = settings;
        address = "bench." + workload + "." + Long.toHexString(System.nanoTime());
        ledger = new DeliveryLedger(settings.load().producers(), copies);
        codec = new PayloadCodec(settings.load().messageBytes());
        client = new JmsClient(settings, address, failures);
        for (Timing timing : Timing.values()) {
            latencies.put(timing, new Latency());
        }
    }

    /** Loads the broker during a stage. */
    interface Driver {
        void drive(Stage stage) throws Exception;
    }

    /** A part of a run that is measured; returns {@link System#nanoTime()} of its last operation. */
    interface Part {
        long perform() throws Exception;
    }

    Settings settings() {
        return settings;
    }

    Settings.Load load() {
        return settings.load();
    }

    /** A name that no other run uses. */
    String address() {
        return address;
    }

    /** The {@link DeliveryMode} of its messages. */
    int deliveryMode() {
        return load().persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    }

    DeliveryLedger ledger() {
        return ledger;
    }

    PayloadCodec codec() {
        return codec;
    }

    JmsClient client() {
        return client;
    }

    Failures failures() {
        return failures;
    }

    Latency latency(Timing timing) {
        return latencies.get(timing);
    }

    /** Whether receivers should end as soon as there is nothing more to receive. */
    boolean finishing() {
        return finishing || failures.any();
    }

    /** Starts receivers in the background. */
    void receive(List<? extends Crew.Task> receivers) {
        finishing = false;
        receiving.add(crew.start(receivers));
    }

    /** Lets all drivers work for a stage and waits until they are done. */
    void drive(List<? extends Driver> drivers, Settings.Limit limit) throws InterruptedException, TimeoutException {
        Stage stage = Stage.start(limit.time(), limit.operations());
        List<Crew.Task> tasks = new ArrayList<>();
        for (Driver driver : drivers) {
            tasks.add(() -> driver.drive(stage));
        }
        crew.await(crew.start(tasks), "producers", limit.time().plus(patience()));
    }

    /** Waits until everything sent has been received; returns {@link System#nanoTime()} of the last receipt. */
    long awaitDrained() throws InterruptedException {
        long end = ledger.awaitComplete(patience(), failures::any);
        failures.rethrow();
        return end;
    }

    /** Measures a part; {@code counter} tells the operations done so far. */
    Measurement measure(LongSupplier counter, Part part) throws Exception {
        latencies.values().forEach(Latency::reset);
        Meter meter = new Meter(settings.target().probe());
        long before = counter.getAsLong();
        meter.start();
        long end = part.perform();
        Meter.Reading reading = meter.stop(end);
        Map<String, Latency.Quantiles> quantiles = new LinkedHashMap<>();
        latencies.forEach((timing, latency) -> {
            if (latency.quantiles().count() > 0) {
                quantiles.put(timing.label(), latency.quantiles());
            }
        });
        return new Measurement(counter.getAsLong() - before, reading, quantiles);
    }

    /** Lets the receivers run dry, so that doubled messages show up too, and end. */
    void finish() throws InterruptedException, TimeoutException {
        finishing = true;
        for (CountDownLatch receivers : receiving) {
            crew.await(receivers, "consumers", patience());
        }
        receiving.clear();
    }

    /** The report on a measurement. To be called after {@link #finish()}, which completes the verdict. */
    Result result(String workload, int batch, Measurement measured) {
        Meter.Reading reading = measured.reading();
        return new Result(
                settings.target().label(),
                workload,
                load().producers(),
                load().consumers(),
                batch,
                load().messageBytes(),
                measured.operations(),
                reading.seconds(),
                measured.latencies(),
                reading.client(),
                reading.broker(),
                reading.brokerPeakResidentBytes(),
                ledger.verdict());
    }

    @Override
    public void close() throws JMSException {
        crew.close();
        client.close();
    }

    private Duration patience() {
        return settings.bounds().patience();
    }

    /** What was measured of a part. */
    record Measurement(long operations, Meter.Reading reading, Map<String, Latency.Quantiles> latencies) {

        /** The same but for one timing, which means nothing here. */
        Measurement without(Timing timing) {
            Map<String, Latency.Quantiles> others = new LinkedHashMap<>(latencies);
            others.remove(timing.label());
            return new Measurement(operations, reading, others);
        }
    }
}
