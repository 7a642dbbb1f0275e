package io.carrick.joram;

import org.junit.AfterClass;
import org.junit.runner.RunWith;
import org.junit.runners.Suite;
import org.objectweb.jtests.jms.conform.connection.ConnectionTest;
import org.objectweb.jtests.jms.conform.connection.TopicConnectionTest;
import org.objectweb.jtests.jms.conform.message.MessageBodyTest;
import org.objectweb.jtests.jms.conform.message.MessageDefaultTest;
import org.objectweb.jtests.jms.conform.message.MessageTypeTest;
import org.objectweb.jtests.jms.conform.message.headers.MessageHeaderTest;
import org.objectweb.jtests.jms.conform.message.properties.JMSXPropertyTest;
import org.objectweb.jtests.jms.conform.message.properties.MessagePropertyConversionTest;
import org.objectweb.jtests.jms.conform.message.properties.MessagePropertyTest;
import org.objectweb.jtests.jms.conform.queue.QueueBrowserTest;
import org.objectweb.jtests.jms.conform.queue.TemporaryQueueTest;
import org.objectweb.jtests.jms.conform.selector.SelectorSyntaxTest;
import org.objectweb.jtests.jms.conform.selector.SelectorTest;
import org.objectweb.jtests.jms.conform.session.QueueSessionTest;
import org.objectweb.jtests.jms.conform.session.SessionTest;
import org.objectweb.jtests.jms.conform.session.TopicSessionTest;
import org.objectweb.jtests.jms.conform.session.UnifiedSessionTest;
import org.objectweb.jtests.jms.conform.topic.TemporaryTopicTest;

/** Every test of the JORAM suite. */
@RunWith(Suite.class)
@Suite.SuiteClasses({
    ConnectionTest.class,
    TopicConnectionTest.class,
    MessageBodyTest.class,
    MessageDefaultTest.class,
    MessageTypeTest.class,
    MessageHeaderTest.class,
    JMSXPropertyTest.class,
    MessagePropertyConversionTest.class,
    MessagePropertyTest.class,
    QueueBrowserTest.class,
    TemporaryQueueTest.class,
    SelectorSyntaxTest.class,
    SelectorTest.class,
    QueueSessionTest.class,
    SessionTest.class,
    TopicSessionTest.class,
    UnifiedSessionTest.class,
    TemporaryTopicTest.class
})
public class JoramConformanceIT {

    /** Stops the broker that the first test started. */
    @AfterClass
    public static void stopBroker() {
        CarrickAdmin.stopBroker();
    }
}
