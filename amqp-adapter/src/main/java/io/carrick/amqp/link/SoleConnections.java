package io.carrick.amqp.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Enforces that a container has one connection only when one of its connections asks for that (AMQP Enforcing
 * Connection Uniqueness 1.0): with strong detection, also against connections that did not ask. Thread-safe.
 */
final class SoleConnections {
    private final Map<String, Container> containers = new HashMap<>();

    private static final class Container {
        private final List<Member> members = new ArrayList<>();
        private final Deque<Member> waiting = new ArrayDeque<>();
    }

    /** A connection that wants to open. Methods may be called from any thread. */
    interface Member {
        /** Whether it must be the only one of its container. */
        boolean sole();

        /** Whether others of its container are to be closed in its favour; else it is refused. */
        boolean closesExisting();

        /** It may open. */
        void granted();

        /** It must not open: another connection of the container is there. */
        void refused();

        /** It has to close in favour of a newer connection. */
        void displaced();
    }

    /** Lets a member in, refuses it, or lets it wait until those that it displaces are gone. */
    void enter(String containerId, Member member) {
        List<Member> displaced;
        boolean granted = false;
        synchronized (this) {
            Container container = containers.computeIfAbsent(containerId, id -> new Container());
            if (admits(container, member)) {
                container.members.add(member);
                displaced = List.of();
                granted = true;
            } else if (member.closesExisting()) {
                container.waiting.add(member);
                displaced = List.copyOf(container.members);
            } else {
                displaced = null;
            }
        }
        if (displaced == null) {
            member.refused();
        } else if (granted) {
            member.granted();
        } else {
            displaced.forEach(Member::displaced);
        }
    }

    private static boolean admits(Container container, Member member) {
        if (container.members.isEmpty() && container.waiting.isEmpty()) {
            return true;
        }
        return !member.sole()
                && container.waiting.isEmpty()
                && container.members.stream().noneMatch(Member::sole);
    }

    /** A member is gone, whether it was let in or was waiting. Does nothing for others. */
    void leave(String containerId, Member member) {
        Member next = null;
        synchronized (this) {
            Container container = containers.get(containerId);
            if (container == null) {
                return;
            }
            container.members.remove(member);
            container.waiting.remove(member);
            if (container.members.isEmpty() && !container.waiting.isEmpty()) {
                next = container.waiting.poll();
                container.members.add(next);
            }
            if (container.members.isEmpty() && container.waiting.isEmpty()) {
                containers.remove(containerId);
            }
        }
        if (next != null) {
            next.granted();
        }
    }
}
