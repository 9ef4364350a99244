package dev.pgconvoy.launcher.request;

import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Looks for a server's password: the reference that was named, the URI, `PGCONVOY_SOURCE_PASSWORD` or
/// `PGCONVOY_TARGET_PASSWORD`, `PGPASSWORD`, the password file. The first that is there counts.
public record PasswordLookup(UnaryOperator<@Nullable String> environment, Consumer<String> warnings) {

    /// @param seal makes a clear password fit for an event; called only when there is one
    Optional<SecretRef> find(ServerWish wish, String user, String database, Sealer seal) {
        return wish.password().or(() -> clear(wish, user, database).map(seal::seal));
    }

    private Optional<Secret> clear(ServerWish wish, String user, String database) {
        return wish.uri()
                .password()
                .or(() -> variable(wish.side().passwordVariable()))
                .or(() -> variable("PGPASSWORD"))
                .or(() -> PasswordFiles.read(environment, warnings)
                        .find(wish.uri().host(), wish.uri().port(), database, user));
    }

    private Optional<Secret> variable(String name) {
        return Optional.ofNullable(environment.apply(name))
                .filter(value -> !value.isEmpty())
                .map(Secret::new);
    }

    String user(ServerWish wish) {
        return wish.uri()
                .user()
                .or(() -> Optional.ofNullable(environment.apply("PGUSER")))
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> System.getProperty("user.name"));
    }

    /// Bound to one migration.
    interface Sealer {
        SecretRef seal(Secret password);
    }
}
