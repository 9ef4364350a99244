package dev.pgconvoy.migration;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// What was done, measured and proven, for people to keep.
///
/// A report fits into an event by construction: its JSON never has more than [#LARGEST] bytes. Whatever
/// came in, texts are bounded, and where there is no room for all notes, tables or differences, the first
/// ones are kept; the counts and totals always count all.
///
/// @param notes what could not be moved or was done differently, one finding each; of a code with too many of them the
///     first ones, and a finding that says how many more there are
/// @param noteCounts all notes, shown or not
/// @param repeatedFrom how many databases were copied anew because the snapshot that their copy had begun from was lost
public record Report(
        Instant startedAt,
        Instant endedAt,
        String sourceVersion,
        String targetVersion,
        VerifyMode verify,
        List<DatabaseReport> databases,
        List<Finding> notes,
        List<NoteCount> noteCounts,
        int repeatedFrom) {

    /// In bytes of JSON: half of what an event may have, because a status holds more than its report.
    public static final int LARGEST = 4 * 1024 * 1024;

    /// The rest is for what is always there: versions, counts, and what says that something was left out.
    private static final long MOST_FOR_LISTS = LARGEST - 128 * 1024;

    private static final long MOST_FOR_PHASES = 512 * 1024;
    private static final double SHARE_OF_NOTES = 0.34;
    private static final double SHARE_OF_TABLES = 0.42;
    private static final double SHARE_OF_DIFFERENCES = 0.24;
    private static final int LONGEST_WORD = 300;

    public Report {
        if (databases.size() > MigrationRequest.MOST_DATABASES) {
            throw new IllegalArgumentException("at most " + MigrationRequest.MOST_DATABASES + " databases per report");
        }
        var share = Math.max(1, databases.size());
        sourceVersion = Excerpt.of(sourceVersion, LONGEST_WORD);
        targetVersion = Excerpt.of(targetVersion, LONGEST_WORD);
        var timed = databases.stream()
                .map(database -> database.withPhasesWithin(MOST_FOR_PHASES / share))
                .toList();
        var left = MOST_FOR_LISTS
                - timed.stream().mapToLong(DatabaseReport::bytesWithoutLists).sum();
        databases = timed.stream()
                .map(database -> database.within(
                        (long) (left * SHARE_OF_TABLES / share), (long) (left * SHARE_OF_DIFFERENCES / share)))
                .toList();
        var all = NotesByCode.of(notes, noteCounts);
        notes = all.within((long) (left * SHARE_OF_NOTES));
        noteCounts = all.counts();
    }

    public Report(
            Instant startedAt,
            Instant endedAt,
            String sourceVersion,
            String targetVersion,
            VerifyMode verify,
            List<DatabaseReport> databases,
            NotesByCode notes,
            int repeatedFrom) {
        this(
                startedAt,
                endedAt,
                sourceVersion,
                targetVersion,
                verify,
                databases,
                notes.shown(),
                notes.counts(),
                repeatedFrom);
    }

    /// One that ended later, with what was found until then.
    public Report ended(Instant later, List<Finding> more) {
        var all = NotesByCode.together(List.of(NotesByCode.of(notes, noteCounts), NotesByCode.of(more)));
        return with(later, databases, all);
    }

    /// The same, of which a database was copied again since.
    public Report copiedAgain(DatabaseReport again, NotesByCode more) {
        return new Report(
                startedAt,
                endedAt,
                sourceVersion,
                targetVersion,
                verify,
                databases.stream()
                        .map(earlier -> earlier.database().equals(again.database()) ? again : earlier)
                        .toList(),
                NotesByCode.together(List.of(NotesByCode.of(notes, noteCounts), more)),
                repeatedFrom + 1);
    }

    /// For where even the largest report is too large.
    public Report withoutTables() {
        var bare = databases.stream().map(database -> database.within(0, 0)).toList();
        return with(endedAt, bare, NotesByCode.of(notes, noteCounts));
    }

    private Report with(Instant endedAt, List<DatabaseReport> databases, NotesByCode notes) {
        return new Report(startedAt, endedAt, sourceVersion, targetVersion, verify, databases, notes, repeatedFrom);
    }

    /// @param phases in order of their beginning
    /// @param verifiedTables those that were compared as a whole and found equal
    /// @param tables largest first, as many as there is room for; the totals count all
    /// @param moreTables those that are not in the list, summed
    /// @param differenceCount all differences, shown or not
    public record DatabaseReport(
            String database,
            long tableCount,
            long rows,
            long bytes,
            long verifiedTables,
            List<PhaseTime> phases,
            List<TableReport> tables,
            MoreTables moreTables,
            long differenceCount,
            List<Difference> differences) {

        public static final int MOST_TABLES = 20_000;
        public static final int MOST_DIFFERENCES = 1_000;
        private static final int MOST_PHASES = 20;
        private static final int NAMES_AND_NUMBERS = 400;

        public DatabaseReport {
            database = Excerpt.of(database, LONGEST_WORD);
            phases = phases.stream().limit(MOST_PHASES).toList();
            var listed = Math.min(tables.size(), MOST_TABLES);
            moreTables = moreTables.and(tables.subList(listed, tables.size()));
            tables = List.copyOf(tables.subList(0, listed));
            differenceCount = Math.max(differenceCount, differences.size());
            differences = differences.stream().limit(MOST_DIFFERENCES).toList();
        }

        /// All tables and all differences.
        public DatabaseReport(
                String database,
                long tableCount,
                long rows,
                long bytes,
                long verifiedTables,
                List<PhaseTime> phases,
                List<TableReport> tables,
                List<Difference> differences) {
            this(
                    database,
                    tableCount,
                    rows,
                    bytes,
                    verifiedTables,
                    phases,
                    tables,
                    MoreTables.NONE,
                    differences.size(),
                    differences);
        }

        private DatabaseReport withPhasesWithin(long bytesOfPhases) {
            var timed = first(phases, PhaseTime::jsonBytes, bytesOfPhases);
            return timed.size() == phases.size()
                    ? this
                    : new DatabaseReport(
                            database,
                            tableCount,
                            rows,
                            bytes,
                            verifiedTables,
                            timed,
                            tables,
                            moreTables,
                            differenceCount,
                            differences);
        }

        /// With the phases, which are few.
        private long bytesWithoutLists() {
            return NAMES_AND_NUMBERS
                    + JsonText.bytes(database)
                    + phases.stream().mapToLong(PhaseTime::jsonBytes).sum();
        }

        private DatabaseReport within(long bytesOfTables, long bytesOfDifferences) {
            var listed = first(tables, TableReport::jsonBytes, bytesOfTables);
            var shown = first(differences, Difference::jsonBytes, bytesOfDifferences);
            return listed.size() == tables.size() && shown.size() == differences.size()
                    ? this
                    : new DatabaseReport(
                            database,
                            tableCount,
                            rows,
                            bytes,
                            verifiedTables,
                            phases,
                            listed,
                            moreTables.and(tables.subList(listed.size(), tables.size())),
                            differenceCount,
                            shown);
        }

        private static <T> List<T> first(List<T> all, ToLongFunction<T> size, long bytes) {
            var first = new ArrayList<T>();
            var left = bytes;
            for (var next : all) {
                left -= size.applyAsLong(next);
                if (left < 0) {
                    break;
                }
                first.add(next);
            }
            return first;
        }
    }

    public record PhaseTime(String phase, Duration duration) {
        private static final int LONGEST_PHASE = 60;
        private static final int NAMES = 32;

        public PhaseTime {
            phase = Excerpt.of(phase, LONGEST_PHASE);
        }

        private long jsonBytes() {
            return NAMES + JsonText.bytes(phase) + duration.toString().length();
        }
    }

    /// @param verified whether it was compared as a whole and found equal
    public record TableReport(String table, long rows, long bytes, Duration duration, boolean verified) {
        private static final int NAMES = 64;

        public TableReport {
            table = Excerpt.of(table, LONGEST_WORD);
        }

        private long jsonBytes() {
            return NAMES
                    + JsonText.bytes(table)
                    + Long.toString(rows).length()
                    + Long.toString(bytes).length()
                    + duration.toString().length();
        }
    }

    /// Tables that are not listed one by one.
    ///
    /// @param verified how many of them were compared and found equal
    public record MoreTables(long count, long rows, long bytes, long verified) {

        public static final MoreTables NONE = new MoreTables(0, 0, 0, 0);

        private MoreTables and(List<TableReport> more) {
            return more.isEmpty()
                    ? this
                    : new MoreTables(
                            count + more.size(),
                            rows + more.stream().mapToLong(TableReport::rows).sum(),
                            bytes + more.stream().mapToLong(TableReport::bytes).sum(),
                            verified
                                    + more.stream()
                                            .filter(TableReport::verified)
                                            .count());
        }
    }

    /// @param kind what differs: `rows`, `checksum`, `sequence`, `large-objects`, `schema`
    public record Difference(String object, String kind, String source, String target) {
        private static final int LONGEST_OBJECT = 1_000;
        private static final int LONGEST_SIDE = 600;
        private static final int NAMES = 60;

        public Difference {
            object = Excerpt.of(object, LONGEST_OBJECT);
            kind = Excerpt.of(kind, LONGEST_WORD);
            source = Excerpt.of(source, LONGEST_SIDE);
            target = Excerpt.of(target, LONGEST_SIDE);
        }

        private long jsonBytes() {
            return NAMES
                    + JsonText.bytes(object)
                    + JsonText.bytes(kind)
                    + JsonText.bytes(source)
                    + JsonText.bytes(target);
        }
    }

    public long rows() {
        return databases.stream().mapToLong(DatabaseReport::rows).sum();
    }

    public long bytes() {
        return databases.stream().mapToLong(DatabaseReport::bytes).sum();
    }

    public boolean hasDifferences() {
        return databases.stream().anyMatch(database -> database.differenceCount() > 0);
    }
}
