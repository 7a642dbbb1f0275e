package io.carrick.jms.sasl;

import io.carrick.jms.config.AmqpSettings;
import io.carrick.jms.wire.Credentials;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates the successive sockets of one connection. Thread-safe. */
public final class SaslNegotiator {
    private static final Logger LOG = LoggerFactory.getLogger(SaslNegotiator.class);

    private final Credentials credentials;
    private final List<String> permitted;
    private final boolean plainWithoutTls;
    private final ScramKeys keys = new ScramKeys(new SecureRandom());

    /**
     * A negotiator for credentials.
     *
     * @param settings which mechanisms may be used
     */
    public SaslNegotiator(Credentials credentials, AmqpSettings settings) {
        this.credentials = credentials;
        permitted = settings.saslMechanisms();
        plainWithoutTls = settings.plainWithoutTls();
    }

    /**
     * Begins an exchange by the best of the mechanisms offered that the credentials serve.
     *
     * @param offered by the broker
     * @param channel what is known of the socket
     * @throws JMSSecurityException if there is none
     */
    public SaslExchange begin(Collection<String> offered, SaslChannel channel) throws JMSSecurityException {
        Mechanism best = Arrays.stream(Mechanism.values())
                .filter(mechanism -> offered.contains(mechanism.registeredName()))
                .filter(mechanism -> permits(mechanism, channel))
                .filter(mechanism -> mechanism.serves(credentials, channel))
                .findFirst()
                .orElseThrow(() -> nothingFits(offered, channel));
        if (best.revealsSecret() && !channel.secure()) {
            LOG.debug(
                    "The password goes to {} in clear text; amqps or a SCRAM mechanism would hide it", channel.host());
        }
        return best.begin(credentials, channel, keys);
    }

    private boolean permits(Mechanism mechanism, SaslChannel channel) {
        boolean named = permitted.isEmpty() || permitted.contains(mechanism.registeredName());
        return named && (channel.secure() || plainWithoutTls || !mechanism.revealsSecret());
    }

    private JMSSecurityException nothingFits(Collection<String> offered, SaslChannel channel) {
        StringBuilder text = new StringBuilder("No way to authenticate with the broker at ")
                .append(channel.host())
                .append(": it offers ")
                .append(offered.isEmpty() ? "nothing" : String.join(", ", offered));
        text.append(credentials.user() == null ? ", and no user name and password were given" : "");
        text.append(permitted.isEmpty() ? "" : "; amqp.saslMechanisms permits only " + String.join(", ", permitted));
        if (!channel.secure() && !plainWithoutTls) {
            text.append("; amqp.allowPlainWithoutTls=false keeps the password from being sent in clear text");
        }
        return new JMSSecurityException(text.toString(), "amqp:unauthorized-access");
    }

    /**
     * What an outcome other than success means (AMQP 1.0, part 5, section 5.3.3.6).
     *
     * @param code of the outcome
     * @return a {@link JMSSecurityException} if trying again is pointless; another exception if the broker asks to
     *     come back later
     */
    public JMSException failure(int code, SaslExchange exchange) {
        String who = credentials.user() == null ? "a client without user name" : "user '" + credentials.user() + "'";
        return switch (code) {
            case 1 -> refused(who + " is unknown, or the password is wrong", exchange);
            case 2 -> new JMSException("The broker had a system error while it authenticated " + who, "sasl:sys");
            case 3 -> refused("the broker has an error in its system of users that has to be repaired", exchange);
            case 4 -> new JMSException("The broker cannot authenticate " + who + " at present", "sasl:sys-temp");
            default -> refused("the broker gives an outcome that there is not: " + code, exchange);
        };
    }

    private static JMSSecurityException refused(String reason, SaslExchange exchange) {
        return new JMSSecurityException(
                "Authentication by " + exchange.mechanism() + " failed: " + reason, "amqp:unauthorized-access");
    }
}
