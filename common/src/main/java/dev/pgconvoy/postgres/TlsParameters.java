package dev.pgconvoy.postgres;

import dev.pgconvoy.migration.connection.ChannelBinding;
import java.util.Optional;

/// libpq's parameters for proving a link, as somebody wrote them.
///
/// @param rootCert `system`, or where the roots are
/// @param cert where the client certificate is
/// @param key where its key is
public record TlsParameters(
        Optional<String> rootCert,
        Optional<String> cert,
        Optional<String> key,
        Optional<ChannelBinding> channelBinding) {

    public static final TlsParameters NONE =
            new TlsParameters(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// These, and of the others what is missing here. A certificate and its key are one.
    public TlsParameters or(TlsParameters others) {
        var client = cert.isPresent() || key.isPresent() ? this : others;
        return new TlsParameters(
                rootCert.or(others::rootCert), client.cert, client.key, channelBinding.or(others::channelBinding));
    }
}
