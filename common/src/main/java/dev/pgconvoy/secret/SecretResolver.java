package dev.pgconvoy.secret;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a reference into the secret, as late as possible and on the machine that needs it. Only references that are
/// allowed there are followed.
public final class SecretResolver {

    /// Some bundles of roots hold hundreds of certificates.
    public static final int LARGEST_CERTIFICATES = 1024 * 1024;

    private static final int LARGEST_FILE = 64 * 1024;
    private static final Pattern LINE_END = Pattern.compile("\\R\\z");

    private final Optional<SealKey> key;
    private final AllowedReferences allowed;
    private final UnaryOperator<@Nullable String> environment;
    private final Optional<CloudSecrets> cloud;

    private SecretResolver(
            Optional<SealKey> key,
            AllowedReferences allowed,
            UnaryOperator<@Nullable String> environment,
            Optional<CloudSecrets> cloud) {
        this.key = key;
        this.allowed = allowed;
        this.environment = environment;
        this.cloud = cloud;
    }

    public SecretResolver(
            Optional<SealKey> key, AllowedReferences allowed, UnaryOperator<@Nullable String> environment) {
        this(key, allowed, environment, Optional.empty());
    }

    public SecretResolver(Optional<SealKey> key, AllowedReferences allowed) {
        this(key, allowed, System::getenv);
    }

    /// Allows what the configuration of this process allows.
    public SecretResolver(Optional<SealKey> key) {
        this(key, AllowedReferences.configured());
    }

    /// The same, also for references into this cloud.
    public SecretResolver with(CloudSecrets secrets) {
        return new SecretResolver(key, allowed, environment, Optional.of(secrets));
    }

    /// @param context what a sealed value was bound to: the migration id
    /// @throws MigrationException when nothing is found there; the message names the reference, never a value
    public Secret resolve(SecretRef reference, String context) {
        return switch (reference) {
            case SecretRef.Env env -> fromEnvironment(env);
            case SecretRef.SecretFile file -> fromFile(file);
            case SecretRef.Sealed sealed -> unseal(sealed, context);
            case SecretRef.KeyVault vault -> fromVault(vault);
            case SecretRef.EntraToken token ->
                throw unusable(
                        token.text(),
                        "A token is for a connection to a PostgreSQL server and cannot be handed on.",
                        "Use a password here: env:, file:, keyvault: or a sealed value.");
        };
    }

    /// The password for a server. A token of ours is more than a password: whoever gets it can be us elsewhere. So it
    /// goes to allowed hosts only.
    public Secret passwordFor(String host, SecretRef reference, String context) {
        if (!(reference instanceof SecretRef.EntraToken token)) {
            return resolve(reference, context);
        }
        if (!allowed.allowsTokensTo(host)) {
            throw unusable(
                    "%s for %s".formatted(token.text(), host),
                    "Tokens are not sent to this host; %s allows %s."
                            .formatted(AllowedReferences.TOKEN_HOSTS, listed(allowed.tokenHosts())),
                    "Use the name of the server in Azure, or set %s for every pgconvoy service."
                            .formatted(ReferenceSettings.variable(AllowedReferences.TOKEN_HOSTS)));
        }
        return cloud(token).postgresToken(token);
    }

    private Secret fromVault(SecretRef.KeyVault reference) {
        if (!allowed.allows(reference)) {
            throw refused(reference, AllowedReferences.VAULTS, allowed.vaults());
        }
        return cloud(reference).keyVault(reference);
    }

    private CloudSecrets cloud(SecretRef reference) {
        return cloud.orElseThrow(() -> unusable(
                reference.text(), "Azure is not asked for secrets here.", "Use env:, file: or a sealed value."));
    }

    private Secret fromEnvironment(SecretRef.Env env) {
        if (!allowed.allows(env)) {
            throw refused(env, AllowedReferences.VARIABLES, allowed.variables());
        }
        var value = environment.apply(env.name());
        if (value == null) {
            throw unusable(env.text(), "The environment variable is not set.", "Set it for every pgconvoy service.");
        }
        return new Secret(value);
    }

    /// Certificates are no secret. But which files of this machine are looked at, requests do not decide.
    ///
    /// @param field what the file is for
    public String certificates(SecretRef.SecretFile file, String field) {
        return content(file, LARGEST_CERTIFICATES, field);
    }

    private Secret fromFile(SecretRef.SecretFile file) {
        return new Secret(
                LINE_END.matcher(content(file, LARGEST_FILE, "a password")).replaceFirst(""));
    }

    private String content(SecretRef.SecretFile file, int largest, String purpose) {
        if (!allowed.allows(file)) {
            throw refused(file, AllowedReferences.PLACES, allowed.places());
        }
        try {
            var real = file.path().toRealPath();
            if (!allowed.allows(file, real)) {
                throw refused(file, AllowedReferences.PLACES, allowed.places());
            }
            if (Files.size(real) > largest) {
                throw unusable(file.text(), "The file is too large for %s.".formatted(purpose), "Name the right file.");
            }
            return Files.readString(real);
        } catch (IOException e) {
            throw unusable(file.text(), "The file cannot be read.", "Mount it, readable, for every pgconvoy service.");
        }
    }

    private Secret unseal(SecretRef.Sealed sealed, String context) {
        var sealKey = key.orElseThrow(() -> unusable(
                "sealed password", "No seal key is configured here.", "Set PGCONVOY_SEAL_KEY_FILE for every service."));
        try {
            return sealKey.open(sealed, context);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(
                    "sealed password",
                    "It does not open with this key for this migration.",
                    "Seal it with the key the services use, for this migration id.");
        }
    }

    private static MigrationException refused(SecretRef reference, String setting, List<?> allowed) {
        return unusable(
                reference.text(),
                "This reference is not allowed here; %s allows %s.".formatted(setting, listed(allowed)),
                "Use one of these or a sealed value, or set %s for every pgconvoy service."
                        .formatted(ReferenceSettings.variable(setting)));
    }

    private static String listed(List<?> allowed) {
        return allowed.isEmpty()
                ? "none"
                : allowed.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static MigrationException unusable(String object, String message, String remedy) {
        return new MigrationException(FailureCode.AUTHENTICATION_FAILED, object, message, remedy);
    }
}
