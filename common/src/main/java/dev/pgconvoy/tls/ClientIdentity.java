package dev.pgconvoy.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Our certificate and its private key. It is shown to every server that asks, as libpq does, whichever authorities the
/// server says to believe: a refusal then names the certificate.
public final class ClientIdentity extends X509ExtendedKeyManager {

    private static final String ALIAS = "client";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*+)-----END PRIVATE KEY-----");

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ClientIdentity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /// Its errors never repeat the key.
    ///
    /// @throws CertificateException when there is no certificate, or one is damaged
    /// @throws InvalidKeySpecException when the key cannot be used, or belongs to another certificate
    public static ClientIdentity read(String certificates, String key)
            throws CertificateException, InvalidKeySpecException {
        var chain = Certificates.read(certificates);
        var privateKey = privateKey(key, chain.getFirst().getPublicKey().getAlgorithm());
        requirePair(privateKey, chain.getFirst().getPublicKey());
        return new ClientIdentity(chain, privateKey);
    }

    private static PrivateKey privateKey(String pem, String algorithm) throws InvalidKeySpecException {
        var block = KEY.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeySpecException(
                    pem.contains("ENCRYPTED") ? "it has a passphrase" : "it is not a private key in PKCS #8 (PEM)");
        }
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new InvalidKeySpecException("it is damaged, or of another kind than the certificate's");
        }
    }

    private static void requirePair(PrivateKey key, PublicKey certified) throws InvalidKeySpecException {
        var probe = new byte[] {1, 2, 3};
        try {
            var algorithm = switch (certified.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> certified.getAlgorithm();
            };
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(probe);
            if (verifying.verify(signing.sign())) {
                return;
            }
        } catch (GeneralSecurityException _) {
            // Then they are no pair either.
        }
        throw new InvalidKeySpecException("it belongs to another certificate");
    }

    /// Whom the certificate says we are.
    public String subject() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
