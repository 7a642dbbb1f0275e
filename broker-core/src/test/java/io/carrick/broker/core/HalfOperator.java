package io.carrick.broker.core;

import io.carrick.broker.BrokerError;
import io.carrick.broker.BrokerException;
import io.carrick.broker.HalfAdministration;
import io.carrick.broker.HalfAdministration.HalfFigures;
import io.carrick.broker.HalfAdministration.HalfStatus;
import io.carrick.broker.HalfState;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What an operator does to and sees of the half messages of a group, with waiting for the answers. */
record HalfOperator(ModelledBroker broker, String group) {
    /** Decides; gives why not, or null. */
    BrokerError resolve(String id, boolean commit) {
        return refusal(() -> admin().resolve(group, id, commit));
    }

    /** Has the group asked again; gives why not, or null. */
    BrokerError rearm(String id) {
        return refusal(() -> admin().rearm(group, id));
    }

    private static BrokerError refusal(Supplier<CompletionStage<?>> call) {
        try {
            call.get().toCompletableFuture().join();
            return null;
        } catch (CompletionException e) {
            return ((BrokerException) e.getCause()).error();
        }
    }

    /** Null if the broker does not know it. */
    HalfStatus status(String id) {
        try {
            return admin().show(group, id).toCompletableFuture().join();
        } catch (CompletionException e) {
            return null;
        }
    }

    /** Null if the broker does not know it. */
    HalfState state(String id) {
        HalfStatus status = status(id);
        return status == null ? null : status.state();
    }

    HalfFigures figures() {
        return BrokerFixture.await(admin().figures());
    }

    private HalfAdministration admin() {
        return broker.broker().administration().halfMessages();
    }
}
