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

    /// A secret of the configuration, which no request named.
    ///
    /// @throws MigrationException when nothing is found there; the message names the reference, never a value
    public Secret configured(SecretRef reference) {
        return switch (reference) {
            case SecretRef.Env env -> fromEnvironment(env);
            case SecretRef.SecretFile file -> fromFile(file);
            case SecretRef.KeyVault vault -> fromVault(vault);
            case SecretRef.Sealed _, SecretRef.EntraToken _ ->
                throw new IllegalArgumentException("the configuration names env:, file: or keyvault:");
        };
    }

    /// The password for a login of ours, asked for before each connection, also where the server trusts us: this is
    /// where it is decided whether we may connect there.
    ///
    /// A token of ours is more than a password: whoever gets it can be us elsewhere. So it goes to
    /// allowed hosts only.
    ///
    /// @throws MigrationException when the server is not allowed, or the password cannot be had for it
    public Optional<Secret> passwordFor(PasswordUse use, Optional<SecretRef> password) {
        allowed.servers().require(use);
        return password.map(reference -> reference instanceof SecretRef.EntraToken token
                ? tokenFor(use, token)
                : inOneLine(use, bound(use, reference)));
    }

    /// A password goes to pg_dump in a file, a line of which cannot hold a line break; in the environment other
    /// programs could see it.
    private static Secret inOneLine(PasswordUse use, Secret secret) {
        if (use.kind() == PasswordUse.Kind.PASSWORD
                && secret.<Boolean>use(value -> value.contains("\n") || value.contains("\r"))) {
            throw unusable(
                    use.text(),
                    "The password holds a line break, and pg_dump cannot be given such a one in private.",
                    "Give the user a password without line breaks on the %s server.".formatted(use.side()));
        }
        return secret;
    }

    /// The password for a login that somebody else will make for us, who gets it.
    ///
    /// @throws MigrationException as above, and for a token
    public Secret handedOnFor(PasswordUse use, SecretRef password) {
        allowed.servers().require(use);
        if (password instanceof SecretRef.EntraToken token) {
            throw unusable(
                    token.text(),
                    "A token is for a connection to a PostgreSQL server and cannot be handed on.",
                    "Use a password here: env:, file:, keyvault: or a sealed value.");
        }
        return bound(use, password);
    }

    private Secret bound(PasswordUse use, SecretRef reference) {
        allowed.servers().require(use, reference);
        return reference instanceof SecretRef.Sealed sealed ? unseal(sealed, use) : configured(reference);
    }

    private Secret tokenFor(PasswordUse use, SecretRef.EntraToken token) {
        if (!allowed.allowsTokensTo(use.host())) {
            throw unusable(
                    "%s for %s".formatted(token.text(), use.host()),
                    "Tokens are not sent to this host; %s allows %s."
                            .formatted(AllowedReferences.TOKEN_HOSTS, listed(allowed.tokenHosts())),
                    "Use the name of the server in Azure, or set %s for every pgconvoy service."
                            .formatted(ReferenceSettings.variable(AllowedReferences.TOKEN_HOSTS)));
        }
        allowed.servers().require(use, token);
        return cloud(token).postgresToken(token);
    }

    /// Which servers requests may name here.
    public AllowedServers servers() {
        return allowed.servers();
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

    private Secret unseal(SecretRef.Sealed sealed, PasswordUse use) {
        var sealKey = key.orElseThrow(() -> unusable(
                "sealed password", "No seal key is configured here.", "Set PGCONVOY_SEAL_KEY_FILE for every service."));
        try {
            return sealKey.open(sealed, use);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(
                    "sealed " + use.kind().text(),
                    "It was not sealed with a key known here for the migration %s and the %s."
                            .formatted(use.migration(), use.text()),
                    "Seal it with the key the services use, for this migration, server and user: send it in clear text to the REST API, or use ./pgconvoy request.");
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
