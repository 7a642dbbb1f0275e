package io.carrick.jms.config;

import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * How TLS is done.
 *
 * @param trust the certificates to believe in; absent for those of the Java runtime
 * @param key the client's own; absent for no client certificate
 * @param keyAlias which of the keys; null for the one that fits
 * @param trustAll whether any certificate is believed
 * @param verifyHost whether the certificate must be the host's
 * @param contextProtocol for {@link SSLContext#getInstance(String)}
 * @param enabledProtocols empty for those of the Java runtime
 * @param disabledProtocols taken away from those
 * @param enabledCipherSuites empty for those of the Java runtime
 * @param disabledCipherSuites taken away from those
 * @param context given by the application, to be used instead of the stores; null for none
 */
public record TlsSettings(
        StoreSettings trust,
        StoreSettings key,
        String keyAlias,
        boolean trustAll,
        boolean verifyHost,
        String contextProtocol,
        List<String> enabledProtocols,
        List<String> disabledProtocols,
        List<String> enabledCipherSuites,
        List<String> disabledCipherSuites,
        SSLContext context) {
    public TlsSettings {
        enabledProtocols = List.copyOf(enabledProtocols);
        disabledProtocols = List.copyOf(disabledProtocols);
        enabledCipherSuites = List.copyOf(enabledCipherSuites);
        disabledCipherSuites = List.copyOf(disabledCipherSuites);
    }

    /** The same with a context of the application. */
    public TlsSettings withContext(SSLContext other) {
        return new TlsSettings(
                trust,
                key,
                keyAlias,
                trustAll,
                verifyHost,
                contextProtocol,
                enabledProtocols,
                disabledProtocols,
                enabledCipherSuites,
                disabledCipherSuites,
                other);
    }
}
