package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A database's schema as pg_dump wrote it, in a temporary file, with its table of contents.
public final class SchemaArchive implements DumpedSchema {

    private static final Duration PATIENCE_FOR_LOCKS = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String MILLIS_SHORTER_THAN_DEADLOCK_TIMEOUT = "500";

    private final PgTools tools;
    private final Path file;
    private final List<TocEntry> entries;

    private SchemaArchive(PgTools tools, Path file, List<TocEntry> entries) {
        this.tools = tools;
        this.file = file;
        this.entries = entries;
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
                    "--encoding=UTF8",
                    "--quote-all-identifiers",
                    "--no-password",
                    "--no-tablespaces",
                    "--lock-wait-timeout=" + MILLIS_SHORTER_THAN_DEADLOCK_TIMEOUT,
                    "--exclude-schema=pgconvoy_ledger",
                    "--exclude-schema=pgconvoy_lead",
                    "--dbname=" + ServerConnector.libpqArguments(server, tools),
                    "--file=" + file));
            snapshot.ifPresent(name -> command.add("--snapshot=" + name));
            dumpOnceUnlocked(() -> dump(command, connector, side, server, database, id));
            return new SchemaArchive(tools, file, TocReader.read(file));
        } catch (RuntimeException | InterruptedException e) {
            delete(file);
            throw e;
        }
    }

    private interface Attempt {
        void run() throws InterruptedException;
    }

    private static void dumpOnceUnlocked(Attempt attempt) throws InterruptedException {
        var until = System.nanoTime() + PATIENCE_FOR_LOCKS.toNanos();
        while (true) {
            try {
                attempt.run();
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
            environment.putAll(proofs.environment());
            PgProgram.run(command, environment);
        }
    }

    @Override
    public List<TocEntry> entries() {
        return entries;
    }

    @Override
    public List<TocEntry> withDependencies(Collection<TocEntry> wanted) {
        var byId = entries.stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity()));
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
        return entries.stream()
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
            return ScriptHead.cleared(text(PgProgram.run(command, Map.of())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(list);
        }
    }

    /// A database of the encoding SQL_ASCII may hold bytes that are no text to us.
    private static String text(byte[] script) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(script))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MigrationException(
                    FailureCode.DATA_REFUSED,
                    "the schema of a database of the encoding SQL_ASCII",
                    "Names, defaults, comments or code in it are not valid UTF-8.",
                    "Rename or rewrite these objects, or convert the database.");
        }
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
