package io.carrick.jms.failover;

import io.carrick.jms.config.BrokerEndpoint;
import io.carrick.jms.config.FailoverSettings.ServerListAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The brokers that a connection may go to, and which of them is next. They are tried in rounds: each once, in their
 * order or a random one, the one that was lost last. Not thread-safe.
 */
public final class BrokerList {
    private final boolean randomize;
    private final ServerListAction action;
    private final Random random;
    private List<BrokerEndpoint> known;
    private final ArrayDeque<BrokerEndpoint> round = new ArrayDeque<>();
    private BrokerEndpoint lost;

    /** The brokers known from the beginning. */
    public BrokerList(List<BrokerEndpoint> configured, boolean randomize, ServerListAction action, Random random) {
        this.known = List.copyOf(configured);
        this.randomize = randomize;
        this.action = action;
        this.random = random;
    }

    /** Begins a round. */
    public void startRound() {
        List<BrokerEndpoint> order = new ArrayList<>(known);
        if (randomize) {
            Collections.shuffle(order, random);
        }
        if (lost != null && order.size() > 1 && order.remove(lost)) {
            order.add(lost);
        }
        round.clear();
        round.addAll(order);
    }

    /** The next of the round, null when all have been tried. */
    public BrokerEndpoint next() {
        return round.poll();
    }

    /** The connection to a broker was lost: others come before it. */
    public void lost(BrokerEndpoint broker) {
        lost = broker;
    }

    /** A broker has told where it and its like are to be found. Nothing changes if the list is empty. */
    public void learned(List<BrokerEndpoint> servers) {
        if (servers.isEmpty() || action == ServerListAction.IGNORE) {
            return;
        }
        Set<BrokerEndpoint> all = new LinkedHashSet<>();
        if (action == ServerListAction.ADD) {
            all.addAll(known);
        }
        all.addAll(servers);
        known = List.copyOf(all);
    }

    /** All that are known, in the order of the configuration or of the broker's list. */
    public List<BrokerEndpoint> known() {
        return known;
    }
}
