package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.ScramHash;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The mechanisms that a listener offers, and the exchanges by them. Immutable and thread-safe.
 *
 * <p>Clients that know several choose by the order of the offer (rhea: the first) or by strength with the last one
 * winning a tie (Qpid JMS), so the strongest comes last and the ones without password first.
 */
public final class SaslMechanisms {
    /** All names, in the order in which they are offered. */
    public static final List<String> SUPPORTED = List.of(
            ExternalExchange.NAME,
            PlainExchange.NAME,
            AnonymousExchange.NAME,
            ScramHash.SHA_256.mechanism(),
            ScramHash.SHA_512.mechanism());

    private static final int SECRET_SIZE = 32;
    private static final int NONCE_SIZE = 18;

    private final List<String> enabled;
    private final UserDirectory directory;
    private final CertificateMapper certificates;
    private final UnknownUsers unknownUsers;
    private final Supplier<String> nonces;

    /**
     * Mechanisms with random nonces.
     *
     * @param enabled names of mechanisms in any order
     * @param iterations that most users' credentials have, so that unknown users look like them
     * @throws IllegalArgumentException if a name is not in {@link #SUPPORTED}
     */
    public SaslMechanisms(
            Collection<String> enabled, UserDirectory directory, CertificateMapper certificates, int iterations) {
        this(enabled, directory, certificates, iterations, new SecureRandom());
    }

    private SaslMechanisms(
            Collection<String> enabled,
            UserDirectory directory,
            CertificateMapper certificates,
            int iterations,
            SecureRandom random) {
        this(
                enabled,
                directory,
                certificates,
                new UnknownUsers(randomBytes(random, SECRET_SIZE), iterations),
                () -> Base64.getEncoder().encodeToString(randomBytes(random, NONCE_SIZE)));
    }

    SaslMechanisms(
            Collection<String> enabled,
            UserDirectory directory,
            CertificateMapper certificates,
            UnknownUsers unknownUsers,
            Supplier<String> nonces) {
        this.enabled = ordered(enabled);
        this.directory = directory;
        this.certificates = certificates;
        this.unknownUsers = unknownUsers;
        this.nonces = nonces;
    }

    /** Puts names of mechanisms into the order of the offer. */
    static List<String> ordered(Collection<String> names) {
        for (String name : names) {
            if (!SUPPORTED.contains(name)) {
                throw new IllegalArgumentException("there is no SASL mechanism " + name + ", only " + SUPPORTED);
            }
        }
        return names.stream()
                .distinct()
                .sorted(Comparator.comparingInt(SUPPORTED::indexOf))
                .toList();
    }

    /**
     * What to offer to a connection, in order.
     *
     * @param certificate the verified client certificate; EXTERNAL is offered only to those who have one that names
     *     a user
     */
    public List<String> offered(Optional<X509Certificate> certificate) {
        boolean external = user(certificate).isPresent();
        return enabled.stream()
                .filter(name -> external || !name.equals(ExternalExchange.NAME))
                .toList();
    }

    /**
     * Begins an exchange.
     *
     * @param mechanism the client's choice
     * @return empty if the mechanism is not enabled: the outcome is then {@link SaslOutcome#AUTH}
     */
    public Optional<SaslExchange> begin(String mechanism, Optional<X509Certificate> certificate) {
        return enabled.contains(mechanism) ? Optional.of(exchange(mechanism, certificate)) : Optional.empty();
    }

    /** Whether clients may come without credentials, also without a SASL layer. */
    public boolean permitsAnonymous() {
        return enabled.contains(AnonymousExchange.NAME);
    }

    private SaslExchange exchange(String mechanism, Optional<X509Certificate> certificate) {
        return switch (mechanism) {
            case PlainExchange.NAME -> new PlainExchange(directory);
            case AnonymousExchange.NAME -> new AnonymousExchange();
            case ExternalExchange.NAME -> new ExternalExchange(user(certificate), directory);
            default -> new ScramExchange(ScramHash.of(mechanism).orElseThrow(), directory, unknownUsers, nonces.get());
        };
    }

    private Optional<String> user(Optional<X509Certificate> certificate) {
        return certificate.flatMap(certificates::userOf);
    }

    private static byte[] randomBytes(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
