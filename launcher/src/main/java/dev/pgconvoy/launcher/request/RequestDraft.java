package dev.pgconvoy.launcher.request;

import dev.pgconvoy.arm.PasswordUses;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            var named = new MigrationRequest(
                    id,
                    endpoint(id, source, sourceMaintenance(), passwords, key),
                    endpoint(id, target, targetMaintenance(), passwords, key),
                    migrated(),
                    options,
                    azure);
            return named.withServers(
                    withPassword(named, source, passwords, key), withPassword(named, target, passwords, key));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    /// The logins that the request makes, and the references that it names for them.
    public Map<PasswordUse, Optional<SecretRef>> logins(Passwords passwords) {
        return Stream.of(source, target)
                .collect(Collectors.toMap(
                        wish -> new PasswordUse(
                                "",
                                wish.side().serverSide(),
                                wish.uri().host(),
                                wish.uri().port(),
                                passwords.user(wish)),
                        ServerWish::password));
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

    private String sourceMaintenance() {
        return source.uri().database().orElse(MAINTENANCE);
    }

    private static ServerEndpoint endpoint(
            MigrationId id, ServerWish wish, String database, Passwords passwords, Supplier<SealKey> key) {
        var user = passwords.user(wish);
        var uri = wish.uri();
        Passwords.Sealer sealer = secret -> key.get()
                .seal(secret, new PasswordUse(id.toString(), wish.side().serverSide(), uri.host(), uri.port(), user));
        var tls = new TlsFiles(wish.side(), sealer).read(wish.tls());
        var sslMode = wish.sslMode().or(uri::sslMode).orElse(ServerEndpoint.defaultMode(tls));
        try {
            return new ServerEndpoint(uri.host(), uri.port(), user, wish.password(), sslMode, database, tls);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(wish.side().flag(), e.getMessage()));
        }
    }

    /// One in clear text is sealed for the login that it is meant for.
    private static ServerEndpoint withPassword(
            MigrationRequest named, ServerWish wish, Passwords passwords, Supplier<SealKey> key) {
        var side = wish.side().serverSide();
        var endpoint = named.server(side);
        return passwords
                .find(
                        wish,
                        endpoint.user(),
                        endpoint.maintenanceDatabase(),
                        secret -> key.get().seal(secret, PasswordUses.of(named, side)))
                .map(endpoint::withPassword)
                .orElse(endpoint);
    }
}
