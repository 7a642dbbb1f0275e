package io.carrick.jms.client;

import io.carrick.jms.CarrickQueue;
import io.carrick.jms.message.CarrickMessage;
import io.carrick.jms.wire.DeliverySink;
import io.carrick.jms.wire.InboundDelivery;
import io.carrick.jms.wire.Settlement;
import io.carrick.jms.wire.WireReceiver;
import jakarta.jms.JMSException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the questions of a group's check-back and answers them by their dispositions. It is no JMS consumer: nothing is
 * fetched ahead of what is being answered, nothing is acknowledged by itself, and what is not answered goes back as it
 * came. Thread-safe.
 */
final class HalfCheckReceiver implements HalfMessageConnection.Membership, DeliverySink {
    private static final Logger LOG = LoggerFactory.getLogger(HalfCheckReceiver.class);

    private final JmsSession session;
    private final CarrickQueue node;
    private final int limit;
    private final HalfMessageConnection.Member member;
    private final Set<Thread> answering = new HashSet<>();
    private WireReceiver link;
    /** Questions that came and are not done with, those of earlier attachments of the link included. */
    private int held;

    private boolean attached = true;
    private boolean left;

    HalfCheckReceiver(JmsSession session, CarrickQueue node, int limit, HalfMessageConnection.Member member) {
        this.session = session;
        this.node = node;
        this.limit = limit;
        this.member = member;
    }

    /** Begins to be asked over a link, which must have no credit yet. */
    synchronized void open(WireReceiver opened) {
        link = opened;
        link.credit(limit);
    }

    // ---- What the I/O thread tells ----

    @Override
    public void delivered(InboundDelivery delivery) {
        synchronized (this) {
            held++;
        }
        session.threads().execute(() -> take(delivery));
    }

    @Override
    public void drained() {
        // Nobody asks for it.
    }

    @Override
    public synchronized void interrupted() {
        attached = false;
    }

    /** Questions being answered in vain still count: no more are answered at a time than the limit says. */
    @Override
    public synchronized void restored() {
        attached = true;
        if (link != null && limit > held) {
            link.credit(limit - held);
        }
    }

    @Override
    public void closed(JMSException cause) {
        synchronized (this) {
            attached = false;
        }
        member.lost(cause);
    }

    // ---- Answering ----

    private void take(InboundDelivery delivery) {
        if (!begin()) {
            return;
        }
        try {
            if (delivery.isCurrent()) {
                answer(delivery);
            }
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        return !left && answering.add(Thread.currentThread());
    }

    private synchronized void end() {
        answering.remove(Thread.currentThread());
        held--;
        if (attached && !left) {
            link.credit(1);
        }
        notifyAll();
    }

    private void answer(InboundDelivery delivery) {
        Settlement answer = Settlement.RELEASED;
        Thread thread = Thread.currentThread();
        ClassLoader outer = thread.getContextClassLoader();
        thread.setContextClassLoader(session.classLoader());
        try {
            CarrickMessage question = session.messages().decode(delivery, node);
            question.setReceivedTimeMillis(session.timer().currentTimeMillis());
            answer = member.asked(question);
        } catch (JMSException | RuntimeException e) {
            LOG.warn("A question of {} was not answered, and is asked again", node, e);
        } finally {
            thread.setContextClassLoader(outer);
            link.settle(delivery, answer, null);
        }
    }

    // ---- The end ----

    @Override
    public void leave() throws JMSException {
        synchronized (this) {
            left = true;
        }
        awaitAnswers(session.settings().timeouts().closeMillis());
        link.close();
    }

    private synchronized void awaitAnswers(long timeoutMillis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        boolean interrupted = false;
        while (answering.size() > (answering.contains(Thread.currentThread()) ? 1 : 0)) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (leftMillis <= 0) {
                LOG.warn("{} questions of {} are still being answered as the group is left", answering.size(), node);
                break;
            }
            try {
                wait(leftMillis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
