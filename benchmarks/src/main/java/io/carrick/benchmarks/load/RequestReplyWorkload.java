package io.carrick.benchmarks.load;

import io.carrick.benchmarks.measure.Result;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** Requesters that wait for each answer on a temporary queue; the ledger counts request and answer as two copies. */
record RequestReplyWorkload() implements Workload {
    static final int REQUEST = 0;
    static final int REPLY = 1;
    private static final int COPIES = 2;
    private static final String NAME = "request-reply";

    @Override
    public List<Result> run(Settings settings) throws Exception {
        try (Run run = new Run(settings, NAME, COPIES)) {
            run.receive(responders(run));
            List<Requester> requesters = requesters(run);
            run.drive(requesters, settings.bounds().warmUp());
            run.awaitDrained();
            Run.Measurement measured = run.measure(run.ledger()::confirmedCount, () -> {
                run.drive(requesters, settings.bounds().measured());
                return run.awaitDrained();
            });
            run.finish();
            return List.of(run.result(NAME, 0, measured));
        }
    }

    private static List<Responder> responders(Run run) throws JMSException {
        List<Responder> responders = new ArrayList<>();
        for (int i = 0; i < run.load().consumers(); i++) {
            Session session = run.client().session(Session.AUTO_ACKNOWLEDGE);
            responders.add(new Responder(run, session));
        }
        return responders;
    }

    private static List<Requester> requesters(Run run) throws JMSException {
        List<Requester> requesters = new ArrayList<>();
        for (int i = 0; i < run.load().producers(); i++) {
            requesters.add(new Requester(run, i, run.client().session(Session.AUTO_ACKNOWLEDGE)));
        }
        return requesters;
    }
}
