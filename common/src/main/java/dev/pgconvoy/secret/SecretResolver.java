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

    private static final int LARGEST_FILE = 64 * 1024;
    private static final Pattern LINE_END = Pattern.compile("\\R\\z");

    private final Optional<SealKey> key;
    private final AllowedReferences allowed;
    private final UnaryOperator<@Nullable String> environment;

    public SecretResolver(
            Optional<SealKey> key, AllowedReferences allowed, UnaryOperator<@Nullable String> environment) {
        this.key = key;
        this.allowed = allowed;
        this.environment = environment;
    }

    public SecretResolver(Optional<SealKey> key, AllowedReferences allowed) {
        this(key, allowed, System::getenv);
    }

    /// Allows what the configuration of this process allows.
    public SecretResolver(Optional<SealKey> key) {
        this(key, AllowedReferences.configured());
    }

    /// @param context what a sealed value was bound to: the migration id
    /// @throws MigrationException when nothing is found there; the message names the reference, never a value
    public Secret resolve(SecretRef reference, String context) {
        return switch (reference) {
            case SecretRef.Env env -> fromEnvironment(env);
            case SecretRef.SecretFile file -> fromFile(file);
            case SecretRef.Sealed sealed -> unseal(sealed, context);
            case SecretRef.KeyVault vault ->
                throw unusable(vault.text(), "Key Vault is not configured here.", "Use env:, file: or a sealed value.");
        };
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

    private Secret fromFile(SecretRef.SecretFile file) {
        if (!allowed.allows(file)) {
            throw refused(file, AllowedReferences.PLACES, allowed.places());
        }
        try {
            var real = file.path().toRealPath();
            if (!allowed.allows(file, real)) {
                throw refused(file, AllowedReferences.PLACES, allowed.places());
            }
            if (Files.size(real) > LARGEST_FILE) {
                throw unusable(file.text(), "The file is too large for a password.", "Name the right file.");
            }
            return new Secret(LINE_END.matcher(Files.readString(real)).replaceFirst(""));
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
                "This reference is not allowed here; %s allows %s."
                        .formatted(
                                setting,
                                allowed.isEmpty()
                                        ? "none"
                                        : allowed.stream().map(Object::toString).collect(Collectors.joining(", "))),
                "Use one of these or a sealed value, or set %s for every pgconvoy service."
                        .formatted(AllowedReferences.variable(setting)));
    }

    private static MigrationException unusable(String object, String message, String remedy) {
        return new MigrationException(FailureCode.AUTHENTICATION_FAILED, object, message, remedy);
    }
}
