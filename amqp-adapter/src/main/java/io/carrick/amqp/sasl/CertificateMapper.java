package io.carrick.amqp.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** Tells whose certificate it is. Implementations are thread-safe. */
@FunctionalInterface
public interface CertificateMapper {
    /** Takes the subject's common name as the user's name. */
    CertificateMapper COMMON_NAME = new CommonNameMapper();

    /**
     * The user of a certificate whose chain TLS has verified.
     *
     * @return empty if it is nobody's
     */
    Optional<String> userOf(X509Certificate certificate);
}
