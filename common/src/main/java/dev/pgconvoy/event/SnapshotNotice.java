package dev.pgconvoy.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;

/// What workers tell each other about the snapshot of a source database, so that it outlives the one who took it.
///
/// @param worker who says it
/// @param state the transactions that the snapshot sees; equal states see equal rows
public record SnapshotNotice(MigrationId id, int epoch, String database, String worker, String state, Said said)
        implements CopyEvent {

    @Override
    public String subject() {
        return id.toString();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Wanted.class, name = "wanted"),
        @JsonSubTypes.Type(value = Held.class, name = "held"),
    })
    public sealed interface Said {}

    /// A conductor holds it and wants another worker to hold it, too. Repeated while it does.
    ///
    /// @param snapshot what others import
    public record Wanted(ServerEndpoint source, String snapshot) implements Said {}

    /// A keeper holds it, too.
    ///
    /// @param snapshot what others import from the keeper
    public record Held(String snapshot) implements Said {}
}
