package dev.pgconvoy.launcher.request;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.SealKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A request as it was typed.
///
/// @param databases empty means the source URI's database, or all when it names none or some are excluded
/// @param azure what Azure wants to know, when it moves the data or has the target
public record RequestDraft(
        ServerWish source,
        ServerWish target,
        List<String> databases,
        Optional<String> name,
        MigrationOptions options,
        Optional<AzureResource> azure) {

    private static final String MAINTENANCE = "postgres";

    public RequestDraft {
        databases = List.copyOf(databases);
    }

    public RequestDraft(
            ServerWish source,
            ServerWish target,
            List<String> databases,
            Optional<String> name,
            MigrationOptions options) {
        this(source, target, databases, name, options, Optional.empty());
    }

    public RequestDraft inAzure(ExecutorKind executor, AzureResource resource) {
        var chosen = new MigrationOptions(
                options.migrationOption(),
                options.overwriteDbsInTarget(),
                options.verify(),
                options.jobs(),
                executor,
                options.rights(),
                options.copy(),
                options.filters());
        return new RequestDraft(source, target, databases, name, chosen, Optional.of(resource));
    }

    /// @param key asked for only when a password in clear text must be sealed
    public MigrationRequest request(Passwords passwords, Supplier<SealKey> key, Instant now) {
        var id = options.executor() == ExecutorKind.AZURE
                ? MigrationIds.inAzure(target.uri().host(), name, now)
                : MigrationIds.of(target.uri().host(), target.uri().port(), name, now);
        try {
            return new MigrationRequest(
                    id,
                    endpoint(id, source, source.uri().database().orElse(MAINTENANCE), passwords, key),
                    endpoint(id, target, targetMaintenance(), passwords, key),
                    migrated(),
                    options,
                    azure);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private List<String> migrated() {
        return databases.isEmpty() && options.filters().excludeDatabases().isEmpty()
                ? source.uri().database().stream().toList()
                : databases;
    }

    /// A database that is to be created or replaced cannot be the one we are connected to meanwhile.
    private String targetMaintenance() {
        return target.uri()
                .database()
                .filter(database -> !migrated().contains(database))
                .orElse(MAINTENANCE);
    }

    private static ServerEndpoint endpoint(
            MigrationId id, ServerWish wish, String database, Passwords passwords, Supplier<SealKey> key) {
        var user = passwords.user(wish);
        Passwords.Sealer sealer = secret -> key.get().seal(secret, id.toString());
        var tls = new TlsFiles(wish.side(), sealer).read(wish.tls());
        var sslMode = wish.sslMode().or(() -> wish.uri().sslMode()).orElse(ServerEndpoint.defaultMode(tls));
        var password = passwords.find(wish, user, database, sealer);
        try {
            return new ServerEndpoint(wish.uri().host(), wish.uri().port(), user, password, sslMode, database, tls);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(wish.side().flag(), e.getMessage()));
        }
    }
}
