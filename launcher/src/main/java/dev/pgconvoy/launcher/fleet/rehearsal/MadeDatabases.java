package dev.pgconvoy.launcher.fleet.rehearsal;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.migration.MigrationId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The databases that one rehearsal has made, and no others: those in which the ledger of
/// this rehearsal was read.
///
/// A copy that is complete has no ledger any more. So the target is looked at again and
/// again while the rehearsal runs, and each database that is new is asked once. It gets its
/// name only when it has its ledger; until then its name is one of the workers', and it is
/// left alone: a session in it would keep it from being renamed.
final class MadeDatabases {

    private static final List<String> NAMES_OF_WORKERS = List.of("pgconvoy_building_", "pgconvoy_dropping_");

    private final RehearsalTarget target;
    private final MigrationId rehearsal;
    private final Set<String> earlier;
    private final Set<Long> judged;
    private final SortedMap<Long, String> made = new TreeMap<>();

    private MadeDatabases(RehearsalTarget target, MigrationId rehearsal, Map<Long, String> earlier) {
        this.target = target;
        this.rehearsal = rehearsal;
        this.earlier = Set.copyOf(earlier.values());
        this.judged = new HashSet<>(earlier.keySet());
    }

    /// Nothing that is there now can be one of them.
    static MadeDatabases from(RehearsalTarget target, MigrationId rehearsal) throws SQLException {
        return new MadeDatabases(target, rehearsal, target.databases());
    }

    /// Asks what is new. Where the target does not answer, the next look asks again.
    void look() {
        try {
            target.databases().forEach(this::judge);
        } catch (SQLException | MigrationException _) {
            // The migration itself tells when its target is gone.
        }
    }

    private void judge(long oid, String name) {
        if (judged.contains(oid) || NAMES_OF_WORKERS.stream().anyMatch(name::startsWith)) {
            return;
        }
        try {
            if (target.ledgerOwner(oid, name)
                    .filter(rehearsal.toString()::equals)
                    .isPresent()) {
                made.put(oid, name);
            }
            judged.add(oid);
        } catch (MigrationException e) {
            // A ledger that is not as we make it is somebody else's. Otherwise no session could be had yet.
            if (e.failure().code() == FailureCode.REQUEST_REFUSED) {
                judged.add(oid);
            }
        } catch (SQLException _) {
            // The database may be about to be made anew.
        }
    }

    /// What became of them.
    ///
    /// @param dropped by name
    record Removal(List<String> dropped, List<LeftDatabase> left) {}

    /// Drops them. The rehearsal has ended.
    ///
    /// @param named what the migration says that it has left on the target
    Removal drop(Collection<String> named) {
        look();
        var dropped = new ArrayList<String>();
        var left = new ArrayList<LeftDatabase>();
        try {
            var there = target.databases();
            made.forEach((oid, name) -> drop(oid, name, there, dropped, left));
            named.stream()
                    .filter(name -> !made.containsValue(name) && !earlier.contains(name) && there.containsValue(name))
                    .map(name -> new LeftDatabase(name, "the ledger of this rehearsal was not seen in it"))
                    .forEach(left::add);
        } catch (SQLException | MigrationException e) {
            named.stream()
                    .filter(name -> !earlier.contains(name))
                    .map(name -> new LeftDatabase(name, reason(e)))
                    .forEach(left::add);
        }
        return new Removal(dropped.stream().sorted().toList(), left);
    }

    private void drop(long oid, String name, Map<Long, String> there, List<String> dropped, List<LeftDatabase> left) {
        var now = there.getOrDefault(oid, "");
        if (now.isEmpty()) {
            return;
        }
        if (!now.equals(name)) {
            left.add(new LeftDatabase(now, "somebody has renamed it; it was \"%s\"".formatted(name)));
            return;
        }
        try {
            target.drop(oid, name);
            dropped.add(name);
        } catch (SQLException | MigrationException e) {
            left.add(new LeftDatabase(name, reason(e)));
        }
    }

    private static String reason(Exception e) {
        return e instanceof MigrationException failed ? failed.failure().sentence() : FailureReasons.of(e);
    }
}
