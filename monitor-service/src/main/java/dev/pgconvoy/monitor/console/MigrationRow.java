package dev.pgconvoy.monitor.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.text.Excerpt;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A migration as one row of a list: small enough for thousands. What is not known is left out, and never 0.
///
/// @param attention why it needs a person; left out when it needs none
/// @param tables of all databases that are counted so far
/// @param expectedBytes an estimate; left out until every database has one, and while a database has passed its own
/// @param bytesPerSecond left out when nothing flows, and of a stalled migration: what it was is not what it is
/// @param secondsLeft an estimate of the longest database; left out when a database that is not done has none
/// @param labels the first ones, as far as a row has room for them
/// @param moreLabels how many it has beside them; left out when there are none
/// @param error the first words of what failed or is in the way
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "A migration in a list; what is not known is left out")
public record MigrationRow(
        MigrationId id,
        long revision,
        MigrationState state,
        Substate substate,
        Optional<Attention> attention,
        String source,
        String target,
        Instant requestedAt,
        Instant changedAt,
        Optional<Instant> stalledSince,
        int databases,
        Optional<Integer> tables,
        Optional<Integer> tablesDone,
        Optional<Integer> tablesFailed,
        Optional<Long> bytes,
        Optional<Long> expectedBytes,
        Optional<Long> bytesPerSecond,
        Optional<Long> secondsLeft,
        Map<String, String> labels,
        Optional<Integer> moreLabels,
        String error) {

    /// What changes all the time, and what tells that a row is not the one that it was.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Counters(
            MigrationId id,
            long revision,
            MigrationState state,
            Optional<Attention> attention,
            Optional<Instant> stalledSince,
            Optional<Integer> tablesDone,
            Optional<Long> bytes,
            Optional<Long> bytesPerSecond,
            Optional<Long> secondsLeft) {}

    private static final int LONGEST_HOST = 80;
    private static final int LONGEST_ERROR = 120;
    private static final int LONGEST_VALUE = 40;
    private static final int ROOM_FOR_LABELS = 110;

    static MigrationRow of(MigrationStatus status, Optional<Attention> attention) {
        var databases = status.databases();
        var isPlanned = !databases.isEmpty() && databases.stream().allMatch(MigrationRow::isPlanned);
        var isCounted = databases.stream().anyMatch(MigrationRow::isPlanned);
        var isEstimated = isPlanned && databases.stream().noneMatch(MigrationRow::hasPassedItsEstimate);
        var labels = shown(status.request().labels());
        var moreLabels = status.request().labels().size() - labels.size();
        return new MigrationRow(
                status.id(),
                status.revision(),
                status.state(),
                status.substate(),
                attention,
                address(status.request().source()),
                address(status.request().target()),
                status.requestedAt(),
                status.changedAt(),
                status.isFinal() ? Optional.empty() : status.stalledSince(),
                databases.size(),
                counted(isCounted, databases, DatabaseProgress::tablesTotal),
                counted(isCounted, databases, DatabaseProgress::tablesCompleted),
                counted(isCounted, databases, DatabaseProgress::tablesErrored).filter(count -> count > 0),
                summed(isCounted, databases, DatabaseProgress::bytesCopied),
                summed(isEstimated, databases, DatabaseProgress::bytesTotal).filter(bytes -> bytes > 0),
                summed(isMoving(status), databases, DatabaseProgress::bytesPerSecond)
                        .filter(rate -> rate > 0),
                secondsLeft(status),
                labels,
                moreLabels > 0 ? Optional.of(moreLabels) : Optional.empty(),
                error(status));
    }

    public Counters counters() {
        return new Counters(
                id, revision, state, attention, stalledSince, tablesDone, bytes, bytesPerSecond, secondsLeft);
    }

    /// Whether nothing but [Counters] tells it from that one, and when they changed.
    public boolean differsInCounters(MigrationRow before) {
        return equals(new MigrationRow(
                before.id,
                revision,
                before.state,
                before.substate,
                before.attention,
                before.source,
                before.target,
                before.requestedAt,
                changedAt,
                before.stalledSince,
                before.databases,
                before.tables,
                tablesDone,
                before.tablesFailed,
                bytes,
                before.expectedBytes,
                bytesPerSecond,
                secondsLeft,
                before.labels,
                before.moreLabels,
                before.error));
    }

    private static SortedMap<String, String> shown(Map<String, String> labels) {
        var shown = new TreeMap<String, String>();
        var room = ROOM_FOR_LABELS;
        for (var label : new TreeMap<>(labels).entrySet()) {
            var value = Excerpt.of(label.getValue(), LONGEST_VALUE);
            room -= label.getKey().length() + value.length();
            if (room < 0) {
                break;
            }
            shown.put(label.getKey(), value);
        }
        return shown;
    }

    /// Before its tables are counted all counters are 0.
    private static boolean isPlanned(DatabaseProgress database) {
        return database.phase() != DatabasePhase.QUEUED && database.phase() != DatabasePhase.PRE_DATA
                || database.tablesTotal() > 0;
    }

    private static String address(ServerEndpoint server) {
        return Excerpt.of(server.host(), LONGEST_HOST) + ":" + server.port();
    }

    private static Optional<Integer> counted(
            boolean isKnown, List<DatabaseProgress> databases, ToIntFunction<DatabaseProgress> counter) {
        return isKnown ? Optional.of(databases.stream().mapToInt(counter).sum()) : Optional.empty();
    }

    private static Optional<Long> summed(
            boolean isKnown, List<DatabaseProgress> databases, ToLongFunction<DatabaseProgress> counter) {
        return isKnown ? Optional.of(databases.stream().mapToLong(counter).sum()) : Optional.empty();
    }

    private static Optional<Long> secondsLeft(MigrationStatus status) {
        var unfinished = status.databases().stream()
                .filter(database -> database.phase() != DatabasePhase.DONE && database.phase() != DatabasePhase.FAILED)
                .toList();
        if (!isMoving(status) || !unfinished.stream().allMatch(MigrationRow::hasTimeLeft)) {
            return Optional.empty();
        }
        return unfinished.stream().map(DatabaseProgress::secondsLeft).max(Comparator.naturalOrder());
    }

    private static boolean isMoving(MigrationStatus status) {
        return !status.isFinal() && status.stalledSince().isEmpty();
    }

    private static boolean hasTimeLeft(DatabaseProgress database) {
        return database.phase() == DatabasePhase.COPY && database.secondsLeft() >= 0 && !hasPassedItsEstimate(database);
    }

    /// Workers report as the whole at least what they have copied: the two are equal while there is more to copy.
    private static boolean hasPassedItsEstimate(DatabaseProgress database) {
        return database.bytesTotal() > 0
                && database.bytesCopied() >= database.bytesTotal()
                && database.tablesCompleted() < database.tablesTotal();
    }

    private static Optional<String> refusal(MigrationStatus status) {
        return status.state() == MigrationState.VALIDATION_FAILED
                ? status.findings().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .map(Finding::message)
                        .findFirst()
                : Optional.empty();
    }

    private static String error(MigrationStatus status) {
        var words = status.failure()
                .map(Failure::message)
                .or(() -> status.obstacle().map(Finding::message))
                .or(() -> refusal(status))
                .orElse("");
        return Excerpt.of(words, LONGEST_ERROR);
    }
}
