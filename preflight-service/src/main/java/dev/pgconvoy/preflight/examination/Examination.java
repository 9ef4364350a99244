package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.preflight.examination.InstalledExtensions.Installed;
import dev.pgconvoy.preflight.model.DatabaseSelection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// All that a check may look at. What several checks need of a server is read once
/// for all of them.
public final class Examination {

    private final MigrationRequest request;
    private final ServerSession source;
    private final ServerSession target;
    private final DatabaseSelection selection;
    private final int mostDatabases;
    private final Supplier<PgTools> tools;
    private final TargetUser targetUser;
    private final SharedAnswer<List<Installed>> installed;
    private final SharedAnswer<Map<String, OfferedExtension>> offered;

    /// @param mostDatabases that one migration takes here
    /// @param tools finds the pg_dump of this machine, or throws
    public Examination(
            MigrationRequest request,
            ServerSession source,
            ServerSession target,
            DatabaseSelection selection,
            int mostDatabases,
            Supplier<PgTools> tools) {
        this.request = request;
        this.source = source;
        this.target = target;
        this.selection = selection;
        this.mostDatabases = mostDatabases;
        this.tools = tools;
        this.targetUser = new TargetUser(target);
        this.installed = new SharedAnswer<>(() -> InstalledExtensions.of(this));
        this.offered = new SharedAnswer<>(() -> OfferedExtension.by(target));
    }

    public MigrationRequest request() {
        return request;
    }

    public ServerSession source() {
        return source;
    }

    public ServerSession target() {
        return target;
    }

    public DatabaseSelection selection() {
        return selection;
    }

    /// That one migration takes here.
    public int mostDatabases() {
        return mostDatabases;
    }

    /// Finds the pg_dump of this machine, or throws.
    public Supplier<PgTools> tools() {
        return tools;
    }

    public TargetUser targetUser() {
        return targetUser;
    }

    /// The extensions of the source that move.
    public List<Installed> installedExtensions() throws SQLException {
        return installed.get();
    }

    /// The extensions that the target can create, by name.
    public Map<String, OfferedExtension> offeredExtensions() throws SQLException {
        return offered.get();
    }
}
