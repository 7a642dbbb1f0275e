package io.carrick.amqp.sasl;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Reads the common name of a certificate's subject; nobody if there is none or the most specific one is unusual. */
final class CommonNameMapper implements CertificateMapper {
    @Override
    public Optional<String> userOf(X509Certificate certificate) {
        return commonName(certificate.getSubjectX500Principal().getName());
    }

    /** The most specific common name of a distinguished name in the form of RFC 2253. */
    static Optional<String> commonName(String distinguishedName) {
        try {
            List<Rdn> rdns = new LdapName(distinguishedName).getRdns();
            for (int i = rdns.size() - 1; i >= 0; i--) {
                if (rdns.get(i).getType().equalsIgnoreCase("CN")) {
                    return rdns.get(i).getValue() instanceof String name && !name.isBlank()
                            ? Optional.of(name)
                            : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
