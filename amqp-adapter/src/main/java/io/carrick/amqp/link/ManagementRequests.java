package io.carrick.amqp.link;

import io.carrick.amqp.Management;
import io.carrick.amqp.codec.ControlMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.proton.amqp.Symbol;

/** The node {@code $management}, whose requests are understood by {@link Management}. */
final class ManagementRequests implements RequestNode {
    private static final String STATUS_CODE = "statusCode";
    private static final String STATUS_DESCRIPTION = "statusDescription";

    private final LinkContext context;

    ManagementRequests(LinkContext context) {
        this.context = context;
    }

    @Override
    public String address() {
        return Management.NODE;
    }

    @Override
    public int requestBytesMax() {
        return Management.REQUEST_BYTES_MAX;
    }

    @Override
    public void obey(ControlMessage request, Consumer<Answer> answer) {
        context.management()
                .answer(
                        context.client(),
                        new Management.Request(properties(request.applicationProperties()), request.value()))
                .thenAcceptAsync(
                        result -> answer.accept(new Answer(
                                Map.of(STATUS_CODE, result.status(), STATUS_DESCRIPTION, result.description()),
                                result.body())),
                        context.loop());
    }

    private static Map<String, Object> properties(Map<?, ?> encoded) {
        Map<String, Object> properties = new HashMap<>();
        encoded.forEach((name, value) ->
                properties.put(String.valueOf(name), value instanceof Symbol symbol ? symbol.toString() : value));
        return properties;
    }
}
