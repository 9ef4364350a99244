package dev.pgconvoy.migration;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.label.Labels;
import dev.pgconvoy.migration.rate.FleetMembership;
import dev.pgconvoy.secret.ServerSide;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What somebody wants moved.
///
/// @param databases at most 1,000, by Azure's service 50; empty means every database of the
/// source, which preflight resolves
/// @param azure what is to be known when Azure moves the data or is asked through its API
/// @param labels by which it is found again, see [Labels]; left out of JSON where none are
/// @param fleet whose server it is; left out of JSON where it is none's
public record MigrationRequest(
        MigrationId id,
        ServerEndpoint source,
        ServerEndpoint target,
        List<String> databases,
        MigrationOptions options,
        Optional<AzureResource> azure,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> labels,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<FleetMembership> fleet) {

    public static final int MOST_DATABASES = 1_000;

    /// What Azure's migration service takes.
    public static final int MOST_DATABASES_IN_AZURE = 50;

    public MigrationRequest {
        databases = List.copyOf(databases);
        labels = Labels.within(labels);
        if (databases.size() > MOST_DATABASES) {
            throw new IllegalArgumentException("at most " + MOST_DATABASES + " databases per migration");
        }
        if (options.executor() == ExecutorKind.AZURE && databases.size() > MOST_DATABASES_IN_AZURE) {
            throw new IllegalArgumentException(
                    "at most " + MOST_DATABASES_IN_AZURE
                            + " databases per migration by Azure's service; make several requests, or let our workers move the data (executor workers)");
        }
        databases.forEach(name -> NameBounds.requireName("databases", name));
        if (new HashSet<>(databases).size() != databases.size()) {
            throw new IllegalArgumentException("databases must not repeat a name");
        }
        if (source.host().equalsIgnoreCase(target.host()) && source.port() == target.port()) {
            throw new IllegalArgumentException("source and target are the same server");
        }
    }

    public MigrationRequest(
            MigrationId id,
            ServerEndpoint source,
            ServerEndpoint target,
            List<String> databases,
            MigrationOptions options) {
        this(id, source, target, databases, options, Optional.empty());
    }

    public MigrationRequest(
            MigrationId id,
            ServerEndpoint source,
            ServerEndpoint target,
            List<String> databases,
            MigrationOptions options,
            Optional<AzureResource> azure) {
        this(id, source, target, databases, options, azure, Collections.emptySortedMap());
    }

    public MigrationRequest(
            MigrationId id,
            ServerEndpoint source,
            ServerEndpoint target,
            List<String> databases,
            MigrationOptions options,
            Optional<AzureResource> azure,
            SortedMap<String, String> labels) {
        this(id, source, target, databases, options, azure, labels, Optional.empty());
    }

    @JsonCreator
    static MigrationRequest create(
            @JsonProperty(value = "id", required = true) MigrationId id,
            @JsonProperty(value = "source", required = true) ServerEndpoint source,
            @JsonProperty(value = "target", required = true) ServerEndpoint target,
            @JsonProperty("databases") @Nullable List<String> databases,
            @JsonProperty("options") @Nullable MigrationOptions options,
            @JsonProperty("azure") @Nullable Optional<AzureResource> azure,
            @JsonProperty("labels") @Nullable SortedMap<String, String> labels,
            @JsonProperty("fleet") @Nullable Optional<FleetMembership> fleet) {
        return new MigrationRequest(
                id,
                source,
                target,
                requireNonNullElse(databases, List.of()),
                requireNonNullElse(options, MigrationOptions.DEFAULTS),
                requireNonNullElse(azure, Optional.<AzureResource>empty()),
                requireNonNullElse(labels, Collections.<String, String>emptySortedMap()),
                requireNonNullElse(fleet, Optional.<FleetMembership>empty()));
    }

    /// Whether somebody asks for the same once more. Databases may have been resolved
    /// since, so they count only when both sides name them.
    ///
    /// What is in a sealed password does not count: sealed anew, the same one looks
    /// different, and only those who can connect open it. So another sealed password under
    /// a used id is not refused, and the first one stays. The same goes for labels and for
    /// the fleet and who is told, which change nothing of what is moved.
    public boolean isSameAs(MigrationRequest other) {
        var one = compared();
        var two = other.compared();
        return one.equals(two)
                || (databases.isEmpty() || other.databases.isEmpty())
                        && one.withDatabases(other.databases).equals(two);
    }

    /// For comparing: all sealed passwords are alike, there are no labels and no fleet, and nobody is told.
    public MigrationRequest compared() {
        return new MigrationRequest(
                id,
                source.withoutCiphertext(),
                target.withoutCiphertext(),
                databases,
                options.telling(List.of()),
                azure);
    }

    public MigrationRequest withDatabases(List<String> resolved) {
        return new MigrationRequest(id, source, target, resolved, options, azure, labels, fleet);
    }

    public MigrationRequest withLabels(SortedMap<String, String> others) {
        return new MigrationRequest(id, source, target, databases, options, azure, others, fleet);
    }

    public ServerEndpoint server(ServerSide side) {
        return switch (side) {
            case SOURCE -> source;
            case TARGET -> target;
        };
    }

    public MigrationRequest withServers(ServerEndpoint otherSource, ServerEndpoint otherTarget) {
        return new MigrationRequest(id, otherSource, otherTarget, databases, options, azure, labels, fleet);
    }

    public MigrationRequest withoutPasswords() {
        return withServers(source.withoutPassword(), target.withoutPassword());
    }
}
