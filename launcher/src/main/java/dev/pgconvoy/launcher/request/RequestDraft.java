package dev.pgconvoy.launcher.request;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A request as it was typed.
///
/// @param databases empty means the source URI's database, or all when it names none or some are excluded
/// @param azure what Azure wants to know, when it moves the data or has the target
/// @param labels by which it is found again
public record RequestDraft(
        ServerWish source,
        ServerWish target,
        List<String> databases,
        Optional<String> name,
        MigrationOptions options,
        Optional<AzureResource> azure,
        SortedMap<String, String> labels) {

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
        this(source, target, databases, name, options, Optional.empty(), Collections.emptySortedMap());
    }

    public RequestDraft labelled(SortedMap<String, String> given) {
        return new RequestDraft(source, target, databases, name, options, azure, given);
    }

    public RequestDraft inAzure(ExecutorKind executor, AzureResource resource) {
        return new RequestDraft(source, target, databases, name, options.by(executor), Optional.of(resource), labels);
    }

    /// @param key asked for only when a password in clear text must be sealed
    public MigrationRequest request(PasswordLookup passwords, Supplier<SealKey> key, Instant now) {
        var id = options.executor() == ExecutorKind.AZURE
                ? MigrationIds.inAzure(target.uri().host(), name, now)
                : MigrationIds.of(target.uri().host(), target.uri().port(), name, now);
        try {
            var named = new MigrationRequest(
                    id,
                    WishedEndpoint.of(source, sourceMaintenance(), passwords),
                    WishedEndpoint.of(target, targetMaintenance(), passwords),
                    migrated(),
                    options,
                    azure,
                    labels);
            return named.withServers(
                    WishedEndpoint.withSecrets(named, source, passwords, key),
                    WishedEndpoint.withSecrets(named, target, passwords, key));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    /// The logins that the request makes, and the references that it names for them.
    public Map<PasswordUse, Optional<SecretRef>> logins(PasswordLookup passwords) {
        return Stream.of(source, target).collect(Collectors.toMap(wish -> use(wish, passwords), ServerWish::password));
    }

    /// The same for what their links are proven with.
    public Map<PasswordUse, List<SecretRef>> proofs(PasswordLookup passwords) {
        return Stream.of(source, target)
                .collect(Collectors.toMap(wish -> use(wish, passwords), ServerWish::tlsReferences));
    }

    private static PasswordUse use(ServerWish wish, PasswordLookup passwords) {
        return new PasswordUse(
                "", wish.side().serverSide(), wish.uri().host(), wish.uri().port(), passwords.user(wish));
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
}
