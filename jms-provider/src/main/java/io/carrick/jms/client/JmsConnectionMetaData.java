package io.carrick.jms.client;

import jakarta.jms.ConnectionMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** What the provider is (Jakarta Messaging 3.1, section 6.1.6). */
final class JmsConnectionMetaData implements ConnectionMetaData {
    static final JmsConnectionMetaData INSTANCE = new JmsConnectionMetaData();

    private static final List<String> PROPERTIES =
            List.of("JMSXUserID", "JMSXAppID", "JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount", "JMSXRcvTimestamp");

    private final String version;
    private final int[] numbers;

    private JmsConnectionMetaData() {
        String implemented = JmsConnectionMetaData.class.getPackage().getImplementationVersion();
        version = implemented == null ? "0.1.0" : implemented;
        numbers = numbers(version);
    }

    /** The first two numbers of a version; 0 for those that it lacks. */
    static int[] numbers(String version) {
        int[] numbers = new int[2];
        String[] parts = version.split("[.-]", -1);
        for (int i = 0; i < numbers.length && i < parts.length && parts[i].matches("\\d{1,9}"); i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    @Override
    public String getJMSVersion() {
        return "3.1";
    }

    @Override
    public int getJMSMajorVersion() {
        return 3;
    }

    @Override
    public int getJMSMinorVersion() {
        return 1;
    }

    @Override
    public String getJMSProviderName() {
        return "Carrick";
    }

    @Override
    public String getProviderVersion() {
        return version;
    }

    @Override
    public int getProviderMajorVersion() {
        return numbers[0];
    }

    @Override
    public int getProviderMinorVersion() {
        return numbers[1];
    }

    @Override
    public Enumeration<?> getJMSXPropertyNames() {
        return Collections.enumeration(PROPERTIES);
    }
}
