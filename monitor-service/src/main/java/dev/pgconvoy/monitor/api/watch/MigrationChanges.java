package dev.pgconvoy.monitor.api.watch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.api.watch.LiveStreamsResource.Message;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.live.TableRow;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one listener of a migration has not seen yet. Bounded by [ByteAllowance]: of a
/// table and of a database of which only counters changed, only these are told.
final class MigrationChanges implements LiveStreamsResource.Changes {

    /// Who was told of more tables than that asks for the list again, so that
    /// memory is bounded.
    private static final int MOST_TOLD = 2_000;

    private static final List<String> COUNTED = List.of("revision", "changedAt", "databases");

    private final KnownMigrations migrations;
    private final LiveMigrations live;
    private final MigrationId id;
    private final String start;
    private final RowTurns<TableName, TableRow> tables = new RowTurns<>();
    private final RowTurns<String, DatabaseProgress> databases = new RowTurns<>();
    private final ByteAllowance allowance = new ByteAllowance();
    private Optional<Instant> lookingSince;
    private Optional<Long> seen;
    private long revision = -1;
    private Optional<JsonNode> words = Optional.empty();

    private record TableName(String database, String table) {

        private static TableName of(TableRow row) {
            return new TableName(row.database(), row.table());
        }
    }

    /// @param tables that are new here, or of which more than counters changed
    /// @param counters of tables of which nothing else changed
    private record TableChanges(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TableRow> tables,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TableRow.Counters> counters,
            long leftOut,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Slowed> slowed) {}

    /// @param revision left out while databases of it are not told yet
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record DatabaseChanges(Optional<Long> revision, Instant changedAt, List<DatabaseProgress> databases) {}

    MigrationChanges(
            KnownMigrations migrations,
            LiveMigrations live,
            MigrationId id,
            String start,
            @Nullable String lastEventId) {
        this.migrations = migrations;
        this.live = live;
        this.id = id;
        this.start = start;
        this.lookingSince = live.lookingSince();
        this.seen = EventIds.number(run(), lastEventId);
    }

    /// Numbers of changes begin anew with the monitor, and when it has to read all topics again.
    private String run() {
        return start + "-"
                + Long.toString(lookingSince.map(Instant::toEpochMilli).orElse(0L), Character.MAX_RADIX);
    }

    @Override
    public List<Message> next() {
        allowance.anotherSecond();
        var messages = new ArrayList<Message>();
        if (!live.lookingSince().equals(lookingSince)) {
            lookingSince = live.lookingSince();
            seen = Optional.empty();
        }
        if (seen.isEmpty() || tables.size() > MOST_TOLD) {
            seen = Optional.of(
                    live.tables(id).map(LiveMigrations.Tables::change).orElse(0L));
            tables.clear();
            say("reset", Map.of(), messages);
        }
        status(messages);
        tables(seen.get(), messages);
        return messages;
    }

    private void tables(long before, List<Message> messages) {
        live.tablesSince(id, before).ifPresent(changes -> {
            var rows = new LinkedHashMap<TableName, TableRow>();
            changes.tables().stream()
                    .filter(row -> !tables.isTold(TableName.of(row), row))
                    .forEach(row -> rows.put(TableName.of(row), row));
            var whole = new ArrayList<TableRow>();
            var counters = new ArrayList<TableRow.Counters>();
            var bytes = 0;
            for (var table : tables.inTurn(rows.keySet())) {
                if (!allowance.isLeft(bytes)) {
                    break;
                }
                var row = requireNonNull(rows.get(table));
                if (tables.lastTold(table).filter(row::differsInCounters).isPresent()) {
                    counters.add(row.counters());
                    bytes += length(counters.getLast());
                } else {
                    whole.add(row);
                    bytes += length(row);
                }
                tables.told(table, row);
            }
            var told = whole.size() + counters.size();
            if (told == rows.size()) {
                seen = Optional.of(changes.change());
            }
            if (told > 0) {
                say("tables", new TableChanges(whole, counters, changes.leftOut(), changes.slowed()), messages);
            }
        });
    }

    private static int length(Object row) {
        return EventJson.write(row).length;
    }

    private void status(List<Message> messages) {
        migrations
                .find(id)
                .map(KnownMigration::brief)
                .filter(status -> status.revision() != revision)
                .ifPresent(status -> {
                    var now = words(status);
                    if (words.filter(now::equals).isPresent()) {
                        databases(status, messages);
                    } else {
                        words = Optional.of(now);
                        revision = status.revision();
                        status.databases().forEach(database -> databases.told(database.database(), database));
                        say("status", status, messages);
                    }
                });
    }

    /// All of it but what changes every second.
    private static JsonNode words(MigrationStatus status) {
        ObjectNode words = EventJson.MAPPER.valueToTree(status);
        words.remove(COUNTED);
        words.set(
                "databases",
                EventJson.MAPPER.valueToTree(status.databases().stream()
                        .map(DatabaseProgress::database)
                        .toList()));
        return words;
    }

    private void databases(MigrationStatus status, List<Message> messages) {
        var changed = new LinkedHashMap<String, DatabaseProgress>();
        status.databases().stream()
                .filter(database -> !databases.isTold(database.database(), database))
                .forEach(database -> changed.put(database.database(), database));
        var told = new ArrayList<DatabaseProgress>();
        var bytes = 0;
        for (var name : databases.inTurn(changed.keySet())) {
            if (!allowance.isLeft(bytes)) {
                break;
            }
            var database = requireNonNull(changed.get(name));
            told.add(database);
            databases.told(name, database);
            bytes += length(told.getLast());
        }
        var isAll = told.size() == changed.size();
        if (isAll) {
            revision = status.revision();
        }
        if (isAll || !told.isEmpty()) {
            say(
                    "databases",
                    new DatabaseChanges(
                            isAll ? Optional.of(status.revision()) : Optional.empty(), status.changedAt(), told),
                    messages);
        }
    }

    private void say(String name, Object data, List<Message> messages) {
        var message = Message.of(name, EventIds.of(run(), seen.orElse(0L)), data);
        messages.add(message);
        allowance.spend(message.bytes());
    }
}
