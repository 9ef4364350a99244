package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.postgres.ServerIdentity;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// Source and target must be two servers, by whatever names they are called, and the source must not follow the target:
/// overwriting would destroy the source.
final class SameServer implements Check {

    /// @param writes whether anything is written to the target
    record Row(String server, Relation relation, boolean writes) {}

    @Override
    public String name() {
        return "same-server";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        var relation = examination
                .source()
                .ask(atSource -> target.ask(atTarget -> ServerIdentity.relation(atSource, atTarget)));
        var writes = examination.request().options().migrationOption() != MigrationOption.VERIFY;
        return assess(new Row(target.server(), relation, writes));
    }

    List<Finding> assess(Row row) {
        return switch (row.relation) {
            case UNRELATED -> List.of();
            case SAME ->
                List.of(Finding.error(
                        name(),
                        FindingCode.SAME_SERVER,
                        row.server,
                        "It is the source itself under another name.",
                        "Name another server as the target."));
            case SOURCE_IS_STANDBY -> List.of(row.writes ? sourceFollowsTarget(row) : physicalCopy(row));
            case PHYSICAL_COPY -> List.of(physicalCopy(row));
            case UNKNOWN ->
                List.of(
                        Finding.info(
                                name(),
                                FindingCode.IDENTITY_UNKNOWN,
                                row.server,
                                "It is another server than the source; whether one is a copy of the other is unknown, because a system identifier cannot be read."));
        };
    }

    private Finding sourceFollowsTarget(Row row) {
        return Finding.error(
                name(),
                FindingCode.SOURCE_FOLLOWS_TARGET,
                row.server,
                "The source is a standby with the system identifier of this server: what is written to the target may be replicated to the source and destroy it.",
                "Name another server as the target, or promote the source first (SELECT pg_promote()).");
    }

    private Finding physicalCopy(Row row) {
        return Finding.warning(
                name(),
                FindingCode.PHYSICAL_COPY,
                row.server,
                "It has the system identifier of the source: one is a physical copy of the other.",
                "Make sure that the two do not share storage and that neither is meant to replace the other.");
    }
}
