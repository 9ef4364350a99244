package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.text.DatabaseText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/// A database's schema as pg_dump wrote it, in a temporary file, with its table of contents.
public final class SchemaArchive implements DumpedSchema {

    private static final Pattern OBJECT = Pattern.compile("(?m)^-- Name: (.*); Type: (.*); Schema: ");
    private static final Duration PATIENCE_FOR_LOCKS = Duration.ofMinutes(10);
    private static final String UTF8 = "UTF8";
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String MILLIS_SHORTER_THAN_DEADLOCK_TIMEOUT = "500";

    private final PgTools tools;
    private final Path file;
    private final DatabaseText text;
    private final TocReader.Contents contents;

    private SchemaArchive(PgTools tools, Path file, DatabaseText text) {
        this.tools = tools;
        this.file = file;
        this.text = text;
        this.contents = TocReader.read(file, text);
    }

    /// Dumps the schema as the snapshot sees it, or as it is now.
    ///
    /// pg_dump locks all tables. One that somebody is changing is waited for, but never while locks
    /// on others are held: the two of us could wait for each other, and whoever needs the others would
    /// wait for us. It gives up soon, which lets go of all locks, and is started again.
    public static SchemaArchive dump(
            PgTools tools,
            ServerConnector connector,
            ServerSide side,
            ServerEndpoint server,
            String database,
            MigrationId id,
            Optional<String> snapshot)
            throws InterruptedException {
        var file = ScratchFolder.newFile(".dump");
        try {
            var command = new ArrayList<>(List.of(
                    tools.dump().toString(),
                    "--schema-only",
                    "--format=custom",
                    "--compress=0",
                    "--quote-all-identifiers",
                    "--no-password",
                    "--no-tablespaces",
                    "--lock-wait-timeout=" + MILLIS_SHORTER_THAN_DEADLOCK_TIMEOUT,
                    "--exclude-schema=pgconvoy_ledger",
                    "--exclude-schema=pgconvoy_lead",
                    "--dbname=" + ServerConnector.libpqArguments(server, tools),
                    "--file=" + file));
            snapshot.ifPresent(name -> command.add("--snapshot=" + name));
            return new SchemaArchive(
                    tools,
                    file,
                    dumpReadably(
                            command,
                            options -> dump(options, connector, side, server, database, id),
                            () -> encoding(connector, side, server, database, id)));
        } catch (RuntimeException | InterruptedException e) {
            delete(file);
            throw e;
        }
    }

    private static String encoding(
            ServerConnector connector, ServerSide side, ServerEndpoint server, String database, MigrationId id) {
        try (var session = connector.open(side, server, database, id, "encoding")) {
            return Objects.requireNonNull(session.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "database \"%s\"".formatted(database));
        }
    }

    private interface Attempt {
        void run(List<String> command) throws InterruptedException;
    }

    /// In UTF-8; or, when that fails, as the database has it, which may hold bytes that have
    /// no equivalent in UTF-8. What the server says of them is in any language.
    private static DatabaseText dumpReadably(List<String> command, Attempt attempt, Encoding encoding)
            throws InterruptedException {
        String own;
        try {
            dumpOnceUnlocked(encoded(command, UTF8), attempt);
            return DatabaseText.UTF8;
        } catch (MigrationException e) {
            own = e.failure().code().retryable() ? UTF8 : encoding.ofDatabase();
            if (own.equals(UTF8)) {
                throw e;
            }
        }
        dumpOnceUnlocked(encoded(command, own), attempt);
        return DatabaseText.in(own);
    }

    private interface Encoding {
        String ofDatabase();
    }

    private static List<String> encoded(List<String> command, String encoding) {
        var encoded = new ArrayList<>(command);
        encoded.add(1, "--encoding=" + encoding);
        return encoded;
    }

    private static void dumpOnceUnlocked(List<String> command, Attempt attempt) throws InterruptedException {
        var until = System.nanoTime() + PATIENCE_FOR_LOCKS.toNanos();
        while (true) {
            try {
                attempt.run(command);
                return;
            } catch (MigrationException e) {
                if (e.failure().code() != FailureCode.CONTENTION || System.nanoTime() - until > 0) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static void dump(
            List<String> command,
            ServerConnector connector,
            ServerSide side,
            ServerEndpoint server,
            String database,
            MigrationId id)
            throws InterruptedException {
        try (var proofs = connector.libpqFiles(side, server, id, ScratchFolder::newFile)) {
            var environment = new HashMap<>(connector.libpqEnvironment(side, server, database, id));
            environment.put("PGCLIENTENCODING", UTF8); // sessions of the database may begin with one it cannot make
            environment.putAll(proofs.environment());
            PgProgram.run(command, environment);
        }
    }

    @Override
    public List<TocEntry> entries() {
        return contents.entries();
    }

    @Override
    public void requireReadable(Collection<TocEntry> chosen) {
        for (var entry : chosen) {
            if (contents.unreadable().contains(entry.dumpId())) {
                throw unwritable("%s %s".formatted(entry.kind().toLowerCase(Locale.ROOT), entry.object()));
            }
        }
    }

    @Override
    public List<TocEntry> withDependencies(Collection<TocEntry> wanted) {
        var byId = entries().stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity()));
        var reached = new HashSet<Integer>();
        var next = new ArrayDeque<>(wanted);
        while (!next.isEmpty()) {
            var entry = next.remove();
            if (reached.add(entry.dumpId())) {
                entry.dependencies().stream()
                        .map(byId::get)
                        .filter(Objects::nonNull)
                        .forEach(next::add);
            }
        }
        return entries().stream()
                .filter(entry -> reached.contains(entry.dumpId()))
                .toList();
    }

    @Override
    public String script(Collection<TocEntry> chosen, Predicate<TocEntry> keepsOwner) throws InterruptedException {
        var script = new StringBuilder();
        var alike = new ArrayList<TocEntry>();
        var keeps = true;
        for (var entry : chosen) {
            var keepsThis = entry.owner().isEmpty() ? keeps : keepsOwner.test(entry);
            if (keepsThis != keeps && !alike.isEmpty()) {
                script.append(script(alike, keeps));
                alike.clear();
            }
            keeps = keepsThis;
            alike.add(entry);
        }
        return alike.isEmpty() ? "" : script.append(script(alike, keeps)).toString();
    }

    private String script(List<TocEntry> chosen, boolean owners) throws InterruptedException {
        var list = ScratchFolder.newFile(".list");
        try {
            Files.writeString(
                    list, chosen.stream().map(entry -> entry.dumpId() + ";\n").collect(Collectors.joining()));
            var command = new ArrayList<>(List.of(
                    tools.restore().toString(), "--no-tablespaces", "--use-list=" + list, "--file=-", file.toString()));
            if (!owners) {
                command.add(1, "--no-owner");
            }
            var script = PgProgram.run(command, Map.of());
            return ScriptHead.cleared(text.sql(script, name -> {
                throw unwritable(script, name);
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(list);
        }
    }

    private MigrationException unwritable(byte[] script, byte[] name) {
        var before = new String(script, StandardCharsets.ISO_8859_1);
        var heads = OBJECT.matcher(before.substring(0, before.indexOf(new String(name, StandardCharsets.ISO_8859_1))));
        var object = "the schema";
        while (heads.find()) {
            var head = "%s %s".formatted(heads.group(2).toLowerCase(Locale.ROOT), heads.group(1));
            object = text.label(head.getBytes(StandardCharsets.ISO_8859_1));
        }
        return unwritable(object);
    }

    private static MigrationException unwritable(String object) {
        return new MigrationException(
                FailureCode.DATA_REFUSED,
                object,
                "Its definition holds a name with bytes that are no text in UTF-8.",
                "Rename what has that name at the source; literals, comments and bodies of functions may hold such bytes.");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete(file);
    }
}
