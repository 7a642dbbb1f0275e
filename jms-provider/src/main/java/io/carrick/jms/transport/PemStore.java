package io.carrick.jms.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates, and maybe a private key with its chain, in one text of PEM (RFC 7468). */
final class PemStore {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    /** What a private key that came without password is protected by in memory. */
    static final char[] NO_PASSWORD = {};

    private PemStore() {}

    /**
     * Makes a key store of a text: with one entry for the private key, or else with one for each certificate.
     *
     * @param password of the private key; null if it is not encrypted
     */
    static KeyStore parse(String text, char[] password) throws IOException, GeneralSecurityException {
        List<Certificate> certificates = new ArrayList<>();
        PrivateKey key = null;
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
            switch (block.group(1)) {
                case "CERTIFICATE" -> certificates.add(certificate(bytes));
                case "PRIVATE KEY" -> key = privateKey(new PKCS8EncodedKeySpec(bytes));
                case "ENCRYPTED PRIVATE KEY" -> key = privateKey(decrypt(bytes, password));
                default ->
                    throw new IOException("there is a " + block.group(1)
                            + "; only CERTIFICATE, PRIVATE KEY and ENCRYPTED PRIVATE KEY are read");
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("there is no certificate");
        }
        return store(certificates, key, password);
    }

    private static KeyStore store(List<Certificate> certificates, PrivateKey key, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (key != null) {
            store.setKeyEntry(
                    "key", key, password == null ? NO_PASSWORD : password, certificates.toArray(Certificate[]::new));
            return store;
        }
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("certificate-" + i, certificates.get(i));
        }
        return store;
    }

    private static Certificate certificate(byte[] bytes) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static PrivateKey privateKey(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new InvalidKeySpecException("the private key is of none of " + KEY_ALGORITHMS);
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] bytes, char[] password)
            throws IOException, GeneralSecurityException {
        if (password == null) {
            throw new IOException("the private key is encrypted, and no password is given");
        }
        EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
        String algorithm = encrypted.getAlgName().equals("1.2.840.113549.1.5.13")
                        || encrypted.getAlgName().equals("PBES2")
                ? encrypted.getAlgParameters().toString()
                : encrypted.getAlgName();
        Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.DECRYPT_MODE, key, encrypted.getAlgParameters());
        return encrypted.getKeySpec(cipher);
    }
}
