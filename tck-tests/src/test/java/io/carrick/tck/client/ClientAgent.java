package io.carrick.tck.client;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A running agent of one client library. Requests of several threads may be open at once; each waits for its own answer.
 * An agent that does not answer in time fails the request, so no test hangs on a silent client or broker.
 */
public final class ClientAgent implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final ClientKind kind;
    private final Process process;
    private final BufferedWriter requests;
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> open = new ConcurrentHashMap<>();
    private final AtomicLong requestIds = new AtomicLong();
    private final AtomicLong names = new AtomicLong();

    private ClientAgent(ClientKind kind, Process process) {
        this.kind = kind;
        this.process = process;
        this.requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(this::readAnswers, "answers-of-" + kind);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts an agent; what its library prints as trouble goes to {@code target/work/agent-KIND.log}. */
    public static ClientAgent start(ClientKind kind) {
        Path clients =
                Path.of(System.getProperty("carrick.clients", "target/clients")).toAbsolutePath();
        Path work = Path.of(System.getProperty("carrick.work", "target/work")).toAbsolutePath();
        try {
            Files.createDirectories(work);
            Process process = new ProcessBuilder(kind.command(clients))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            work.resolve("agent-" + kind + ".log").toFile()))
                    .start();
            return new ClientAgent(kind, process);
        } catch (IOException e) {
            throw new UncheckedIOException("the " + kind + " agent does not start; is it installed?", e);
        }
    }

    /** The library of this agent. */
    public ClientKind kind() {
        return kind;
    }

    /** Begins the options of a new connection. */
    public ConnectionOptions connection() {
        return new ConnectionOptions(this);
    }

    String freshName(String prefix) {
        return prefix + names.incrementAndGet();
    }

    /** Sends a request and waits for its answer. */
    Map<String, String> call(String verb, Map<String, String> fields) {
        return call(verb, fields, ANSWER_LIMIT);
    }

    Map<String, String> call(String verb, Map<String, String> fields, Duration limit) {
        return answer(begin(verb, fields), verb, fields, limit);
    }

    /** Sends a request without waiting. */
    CompletableFuture<Map<String, String>> begin(String verb, Map<String, String> fields) {
        String id = String.valueOf(requestIds.incrementAndGet());
        Map<String, String> request = new LinkedHashMap<>();
        request.put("id", id);
        request.put("op", verb);
        request.putAll(fields);
        CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
        open.put(id, answer);
        synchronized (requests) {
            try {
                requests.write(Fields.encode(request));
                requests.newLine();
                requests.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the " + kind + " agent has ended", e);
            }
        }
        return answer;
    }

    Map<String, String> answer(
            CompletableFuture<Map<String, String>> pending, String verb, Map<String, String> fields, Duration limit) {
        Map<String, String> answer;
        try {
            answer = pending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(kind + " did not finish " + verb + " " + fields + " in " + limit, e);
        } catch (ExecutionException e) {
            throw new AssertionError(kind + " failed at " + verb + " " + fields, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + verb, e);
        }
        if (answer.get("status").equals("error")) {
            throw new AmqpException(answer.get("condition"), answer.getOrDefault("description", ""));
        }
        return answer;
    }

    private void readAnswers() {
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                Map<String, String> answer = Fields.decode(line);
                CompletableFuture<Map<String, String>> pending = open.remove(answer.get("id"));
                if (pending != null) {
                    pending.complete(answer);
                }
            }
            failOpen(new IOException("the " + kind + " agent ended"));
        } catch (IOException | RuntimeException e) {
            failOpen(e);
        }
    }

    private void failOpen(Exception cause) {
        open.values().forEach(pending -> pending.completeExceptionally(cause));
    }

    /** {@code kill -9}: the client dies with whatever it holds. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
