package dev.pgconvoy.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Certificates as PEM writes them. What stands between them (comments, other things) is left out.
public final class Certificates {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Certificates() {}

    /// @return at least one
    public static List<X509Certificate> read(String pem) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        var read = new java.util.ArrayList<X509Certificate>();
        for (var block = BLOCK.matcher(pem); block.find(); ) {
            read.add((X509Certificate) factory.generateCertificate(
                    new ByteArrayInputStream(block.group().getBytes(StandardCharsets.US_ASCII))));
        }
        if (read.isEmpty()) {
            throw new CertificateException("there is no certificate in PEM");
        }
        return List.copyOf(read);
    }

    public static String write(List<X509Certificate> certificates) {
        return certificates.stream().map(Certificates::write).collect(Collectors.joining());
    }

    private static String write(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                    .formatted(LINES.encodeToString(certificate.getEncoded()));
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }
}
