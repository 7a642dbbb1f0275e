package io.carrick.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "send", description = "Sends text messages to an address.")
final class SendCommand extends ManagementCommand {
    @Parameters(index = "0", paramLabel = "ADDRESS", description = "Where to.")
    private String address;

    @Parameters(index = "1", paramLabel = "BODY", arity = "0..1", description = "Text; standard input if not given.")
    private String body;

    @Option(names = "--count", description = "How many times (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private int count;

    @Option(
            names = {"-p", "--property"},
            paramLabel = "NAME=TEXT",
            description = "An application property.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--non-durable", description = "The message need not survive a restart.")
    private boolean nonDurable;

    @Option(names = "--priority", description = "0 (lowest) to 9.")
    private Integer priority;

    @Option(names = "--ttl", paramLabel = "MILLIS", description = "Time to live.")
    private Long timeToLiveMillis;

    @Option(names = "--topic", description = "The address is a topic.")
    private boolean topic;

    @Override
    JsonNode ask(ManagementClient client) throws CommandFailure {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("body", body != null ? body : standardInput());
        message.put("durable", !nonDurable);
        message.put("properties", properties);
        put(message, "priority", priority);
        put(message, "timeToLiveMillis", timeToLiveMillis);
        put(message, "kind", topic ? "topic" : null);
        String path = "/api/v1/addresses/" + ManagementClient.segment(address) + "/messages";
        JsonNode answer = client.post(path, message);
        for (int i = 1; i < count; i++) {
            answer = client.post(path, message);
        }
        return answer;
    }

    private static void put(Map<String, Object> message, String name, Object value) {
        if (value != null) {
            message.put(name, value);
        }
    }

    private static String standardInput() throws CommandFailure {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure("standard input cannot be read: " + e.getMessage());
        }
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        out.println(count + (count == 1 ? " message" : " messages") + " sent to '" + address + "'");
    }
}
