package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.PrintableText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How far a server of a fleet is, as it is stored.
///
/// @param contentHash of what the last attempt does, or while it waits, of what the next one does
/// @param attempt how often a migration was requested; it names the next one, so it is never set back
/// @param failures since somebody wanted it to begin
/// @param closures how often its window has closed while it ran
/// @param requestHash of the request of the last attempt
/// @param uses what limits count while it is active
/// @param waitingSince since when nothing but limits keeps it from beginning
/// @param learned how long its checks expect it to take
/// @param afterwards what becomes of it when it has been cancelled
/// @param check what gates know of it
public record ServerRun(
        String server,
        ServerPhase phase,
        String contentHash,
        int attempt,
        int failures,
        int closures,
        Optional<MigrationId> migration,
        Optional<String> requestHash,
        Optional<UsedLimits> uses,
        Optional<Instant> waitingSince,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        boolean verified,
        Optional<Duration> learned,
        Afterwards afterwards,
        Optional<String> reason,
        CheckRun check) {

    /// What becomes of a server whose migration is cancelled, when that has stopped.
    public enum Afterwards {
        /// It stays cancelled.
        CANCELLED,
        /// It waits for its window to open again.
        NEXT_WINDOW,
        /// It waits to be migrated as the plan now says.
        ANEW,
        /// It is removed.
        REMOVED
    }

    /// All servers of a fleet are told in one record.
    private static final int LONGEST_REASON = 300;

    public ServerRun {
        reason = reason.map(text -> Excerpt.of(PrintableText.of(text), LONGEST_REASON));
    }

    static ServerRun waiting(String server, String contentHash) {
        return new ServerRun(
                server,
                ServerPhase.WAITING,
                contentHash,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Afterwards.CANCELLED,
                Optional.empty(),
                CheckRun.NONE);
    }

    /// @param limits what it takes if it is active
    static ServerRun shown(ServerStatus status, UsedLimits limits) {
        return new ServerRun(
                status.server(),
                status.phase(),
                status.contentHash(),
                status.attempt(),
                0,
                0,
                status.migration(),
                status.migration().map(MigrationId::toString),
                status.phase().isActive() ? Optional.of(limits) : Optional.empty(),
                Optional.empty(),
                status.startedAt(),
                status.endedAt(),
                status.phase() == ServerPhase.SUCCEEDED,
                Optional.empty(),
                Afterwards.CANCELLED,
                status.reason(),
                CheckRun.NONE);
    }

    boolean isBeingRemoved() {
        return phase == ServerPhase.CANCELLING && afterwards == Afterwards.REMOVED;
    }

    /// Whether an id stands for a migration or for checks of it, or did.
    boolean hasBegun() {
        return attempt > 0 || check.attempt() > 0;
    }

    boolean isActive() {
        return phase.isActive();
    }

    boolean isWaiting() {
        return phase == ServerPhase.WAITING;
    }

    ServerRun begun(String hash, MigrationId id, String request, UsedLimits limits, Instant now) {
        return new ServerRun(
                server,
                ServerPhase.RUNNING,
                hash,
                attempt + 1,
                failures,
                closures,
                Optional.of(id),
                Optional.of(request),
                Optional.of(limits),
                Optional.empty(),
                Optional.of(now),
                Optional.empty(),
                false,
                learned,
                Afterwards.CANCELLED,
                Optional.empty(),
                check);
    }

    ServerRun cancelling(Afterwards then, String why) {
        return with(ServerPhase.CANCELLING, failures, closures, waitingSince, endedAt, then, Optional.of(why));
    }

    ServerRun succeeded(boolean proven, Instant now) {
        return new ServerRun(
                server,
                ServerPhase.SUCCEEDED,
                contentHash,
                attempt,
                failures,
                closures,
                migration,
                requestHash,
                Optional.empty(),
                Optional.empty(),
                startedAt,
                Optional.of(now),
                proven,
                learned,
                Afterwards.CANCELLED,
                Optional.empty(),
                check);
    }

    ServerRun ended(ServerPhase end, Optional<String> why, Instant now) {
        return with(end, failures, closures, Optional.empty(), Optional.of(now), Afterwards.CANCELLED, why);
    }

    ServerRun failedOnce(Instant now, Optional<String> why) {
        return with(
                ServerPhase.FAILED,
                failures + 1,
                closures,
                Optional.empty(),
                Optional.of(now),
                Afterwards.CANCELLED,
                why);
    }

    ServerRun closedOnce() {
        return with(phase, failures, closures + 1, waitingSince, endedAt, afterwards, reason);
    }

    /// To begin once more, for the same reason or for none.
    ServerRun again(Optional<String> why) {
        return with(
                ServerPhase.WAITING, failures, closures, Optional.empty(), Optional.empty(), Afterwards.CANCELLED, why);
    }

    /// To begin once more because somebody wants that.
    ServerRun afresh(String hash) {
        return new ServerRun(
                server,
                ServerPhase.WAITING,
                hash,
                attempt,
                0,
                0,
                migration,
                requestHash,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                learned,
                Afterwards.CANCELLED,
                Optional.empty(),
                check.forgotten());
    }

    /// @param last the number of its last attempt, also of one that somebody else has made
    ServerRun numbered(int last) {
        return new ServerRun(
                server,
                phase,
                contentHash,
                last,
                failures,
                closures,
                migration,
                requestHash,
                uses,
                waitingSince,
                startedAt,
                endedAt,
                verified,
                learned,
                afterwards,
                reason,
                check);
    }

    ServerRun waitingSince(Optional<Instant> since) {
        return with(phase, failures, closures, since, endedAt, afterwards, reason);
    }

    ServerRun learned(Duration expected) {
        return new ServerRun(
                server,
                phase,
                contentHash,
                attempt,
                failures,
                closures,
                migration,
                requestHash,
                uses,
                waitingSince,
                startedAt,
                endedAt,
                verified,
                Optional.of(expected),
                afterwards,
                reason,
                check);
    }

    ServerRun checked(CheckRun next) {
        return new ServerRun(
                server,
                phase,
                contentHash,
                attempt,
                failures,
                closures,
                migration,
                requestHash,
                uses,
                waitingSince,
                startedAt,
                endedAt,
                verified,
                learned,
                afterwards,
                reason,
                next);
    }

    private ServerRun with(
            ServerPhase next,
            int failed,
            int closed,
            Optional<Instant> since,
            Optional<Instant> ended,
            Afterwards then,
            Optional<String> why) {
        return new ServerRun(
                server,
                next,
                contentHash,
                attempt,
                failed,
                closed,
                migration,
                requestHash,
                next.isActive() ? uses : Optional.empty(),
                since,
                startedAt,
                ended,
                verified,
                learned,
                then,
                why,
                check);
    }
}
