package io.carrick.jms.transport;

import io.carrick.jms.config.StoreSettings;
import io.carrick.jms.config.TlsSettings;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Makes the objects of JSSE that the settings describe. */
final class TlsContext {
    private TlsContext() {}

    /** Reads keys and certificates as they are now. */
    static SSLContext create(TlsSettings settings) throws IOException, GeneralSecurityException {
        if (settings.context() != null) {
            return settings.context();
        }
        SSLContext context = SSLContext.getInstance(settings.contextProtocol());
        context.init(keyManagers(settings), trustManagers(settings), null);
        return context;
    }

    private static TrustManager[] trustManagers(TlsSettings settings) throws IOException, GeneralSecurityException {
        if (settings.trustAll()) {
            return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        }
        if (!settings.trust().isPresent()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStores.read(settings.trust(), "trust"));
        return factory.getTrustManagers();
    }

    private static KeyManager[] keyManagers(TlsSettings settings) throws IOException, GeneralSecurityException {
        StoreSettings store = settings.key();
        if (!store.isPresent()) {
            return null;
        }
        KeyStore keys = KeyStores.read(store, "key");
        if (settings.keyAlias() != null && !keys.isKeyEntry(settings.keyAlias())) {
            throw new IOException("the key store " + store.location() + " has no key '" + settings.keyAlias() + "'");
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        char[] password = KeyStores.password(store);
        factory.init(keys, password == null ? PemStore.NO_PASSWORD : password);
        KeyManager[] managers = factory.getKeyManagers();
        for (int i = 0; i < managers.length; i++) {
            if (settings.keyAlias() != null && managers[i] instanceof X509ExtendedKeyManager manager) {
                managers[i] = new AliasKeyManager(manager, settings.keyAlias());
            }
        }
        return managers;
    }

    /** An engine for a connection to a host. */
    static SSLEngine engine(SSLContext context, TlsSettings settings, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(
                selected(engine.getEnabledProtocols(), settings.enabledProtocols(), settings.disabledProtocols()));
        engine.setEnabledCipherSuites(selected(
                engine.getEnabledCipherSuites(), settings.enabledCipherSuites(), settings.disabledCipherSuites()));
        if (settings.verifyHost() && !settings.trustAll()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    private static String[] selected(String[] defaults, List<String> enabled, List<String> disabled) {
        List<String> selected = new ArrayList<>(enabled.isEmpty() ? List.of(defaults) : enabled);
        selected.removeAll(disabled);
        return selected.toArray(String[]::new);
    }
}
