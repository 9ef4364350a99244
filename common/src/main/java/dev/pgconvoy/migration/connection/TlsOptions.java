package dev.pgconvoy.migration.connection;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.tls.CertificateRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How both ends of an encrypted link prove who they are, beside the endpoint's sslMode.
///
/// @param rootCertificates whose servers are believed; empty for what the services are configured with
/// @param clientCertificate what we prove ourselves with, its own certificate first
/// @param clientKey the private key of it (PKCS #8 in PEM, no passphrase): a reference or a sealed value
public record TlsOptions(
        Optional<CertificateRef> rootCertificates,
        Optional<CertificateRef> clientCertificate,
        Optional<SecretRef> clientKey,
        ChannelBinding channelBinding) {

    public static final TlsOptions NONE =
            new TlsOptions(Optional.empty(), Optional.empty(), Optional.empty(), ChannelBinding.PREFER);

    private static final SecretRef ANY_SEALED = new SecretRef.Sealed("A".repeat(44));

    public TlsOptions {
        if (clientCertificate.isPresent() != clientKey.isPresent()) {
            throw new IllegalArgumentException("tls.clientCertificate and tls.clientKey must be given together");
        }
        if (clientCertificate.filter(CertificateRef.WellKnown.class::isInstance).isPresent()) {
            throw new IllegalArgumentException("tls.clientCertificate must be file:/path or PEM");
        }
        if (clientKey.filter(SecretRef.EntraToken.class::isInstance).isPresent()) {
            throw new IllegalArgumentException("tls.clientKey cannot be a token (entra:)");
        }
    }

    @JsonCreator
    static TlsOptions create(
            @JsonProperty("rootCertificates") @Nullable Optional<CertificateRef> rootCertificates,
            @JsonProperty("clientCertificate") @Nullable Optional<CertificateRef> clientCertificate,
            @JsonProperty("clientKey") @Nullable Optional<SecretRef> clientKey,
            @JsonProperty("channelBinding") @Nullable ChannelBinding channelBinding) {
        return new TlsOptions(
                requireNonNullElse(rootCertificates, Optional.<CertificateRef>empty()),
                requireNonNullElse(clientCertificate, Optional.<CertificateRef>empty()),
                requireNonNullElse(clientKey, Optional.<SecretRef>empty()),
                requireNonNullElse(channelBinding, ChannelBinding.PREFER));
    }

    public void requireThatItFits(SslMode mode) {
        if (rootCertificates.isPresent() && !mode.isVerified()) {
            throw new IllegalArgumentException(
                    "tls.rootCertificates are looked at with sslMode verify-ca or verify-full only");
        }
        if (rootCertificates.filter(CertificateRef.WellKnown.class::isInstance).isPresent()
                && mode != SslMode.VERIFY_FULL) {
            throw new IllegalArgumentException(
                    "tls.rootCertificates system needs sslMode verify-full: anybody gets a certificate of a well-known authority, but not with the server's name");
        }
        if (channelBinding == ChannelBinding.REQUIRE && mode == SslMode.DISABLE) {
            throw new IllegalArgumentException("tls.channelBinding require needs an encrypted link (sslMode)");
        }
    }

    public TlsOptions withClientKey(SecretRef reference) {
        return new TlsOptions(rootCertificates, clientCertificate, Optional.of(reference), channelBinding);
    }

    /// For showing: a client certificate says nothing about the server, and its key is nobody's business.
    public Optional<TlsOptions> withoutClient() {
        return Optional.of(new TlsOptions(rootCertificates, Optional.empty(), Optional.empty(), channelBinding))
                .filter(options -> !options.equals(NONE));
    }

    /// For comparing: all sealed keys are alike.
    public TlsOptions withoutCiphertext() {
        return new TlsOptions(
                rootCertificates,
                clientCertificate,
                clientKey.map(reference -> reference instanceof SecretRef.Sealed ? ANY_SEALED : reference),
                channelBinding);
    }
}
