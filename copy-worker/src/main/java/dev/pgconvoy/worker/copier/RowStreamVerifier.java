package dev.pgconvoy.worker.copier;

import static dev.pgconvoy.postgres.Identifiers.literal;

import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.wire.WireSession;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/// Counts rows and sums their checksums here, from the text that COPY writes on both servers: for tables whose
/// queries would run code of their owners when they are planned. The first slice of a table stands for all of it.
/// A tree is read table by table: its rows may be in other tables of it on the target.
final class RowStreamVerifier {

    /// By name: the order of a table that inherits may be another one on the target.
    private static final String COLUMNS = """
            SELECT a.attname FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = ?::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped
              AND coalesce(pg_catalog.to_jsonb(a) ->> 'attgenerated', '') = ''
            ORDER BY a.attname COLLATE "C"
            """;

    /// The tables of a tree that hold rows.
    private static final String LEAVES = """
            WITH RECURSIVE tree (relation) AS (
                SELECT ?::pg_catalog.regclass::pg_catalog.oid
                UNION
                SELECT h.inhrelid FROM tree JOIN pg_catalog.pg_inherits AS h ON h.inhparent = tree.relation
            )
            SELECT n.nspname, c.relname
            FROM tree
            JOIN pg_catalog.pg_class AS c ON c.oid = tree.relation
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind <> 'p'
            """;

    private RowStreamVerifier() {}

    private record Content(long rows, long sum) {}

    static UnitResult verify(TableCheck check, WireSession source, WireSession target) throws SQLException {
        var began = System.nanoTime();
        var isFirst = check.slice().map(slice -> slice.number() == 1).orElse(true);
        var columns = columns(check, source.jdbc());
        var form = CommonEncoding.of(source, target)
                .map(encoding -> " WITH (ENCODING %s)".formatted(literal(encoding)))
                .orElse("");
        var expected = isFirst ? content(check, columns, form, ServerSide.SOURCE, source) : new Content(0, 0);
        var found = isFirst ? content(check, columns, form, ServerSide.TARGET, target) : new Content(0, 0);
        return new UnitResult(
                check.unit(),
                expected.rows(),
                0,
                (System.nanoTime() - began) / 1_000_000,
                found.rows(),
                checksum(check, expected),
                checksum(check, found),
                List.of());
    }

    private static String checksum(TableCheck check, Content content) {
        return check.digest().isEmpty() ? "" : Long.toString(content.sum());
    }

    private static List<String> columns(TableCheck check, Connection source) throws SQLException {
        try (var query = source.prepareStatement(COLUMNS)) {
            query.setString(1, check.table().quoted());
            try (var rows = query.executeQuery()) {
                var columns = new ArrayList<String>();
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
                return columns;
            }
        }
    }

    private static Content content(
            TableCheck check, List<String> columns, String form, ServerSide side, WireSession session)
            throws SQLException {
        try {
            return content(check, columns, form, session.jdbc());
        } catch (SQLException e) {
            throw UnreadableException.of(side, e);
        }
    }

    private static Content content(TableCheck check, List<String> columns, String form, Connection session)
            throws SQLException {
        var all = new Content(0, 0);
        for (var table : check.tree() ? leaves(check.table(), session) : List.of(check.table())) {
            var one = content(copy(table, columns) + form, session);
            all = new Content(all.rows() + one.rows(), all.sum() + one.sum());
        }
        return all;
    }

    private static List<TableName> leaves(TableName root, Connection session) throws SQLException {
        try (var query = session.prepareStatement(LEAVES)) {
            query.setString(1, root.quoted());
            try (var rows = query.executeQuery()) {
                var leaves = new ArrayList<TableName>();
                while (rows.next()) {
                    leaves.add(new TableName(rows.getString(1), rows.getString(2)));
                }
                return leaves;
            }
        }
    }

    private static String copy(TableName table, List<String> columns) {
        return "COPY %s%s TO STDOUT"
                .formatted(
                        table.quoted(),
                        columns.isEmpty()
                                ? ""
                                : columns.stream()
                                        .map(Identifiers::quoted)
                                        .collect(Collectors.joining(", ", " (", ")")));
    }

    private static Content content(String sql, Connection session) throws SQLException {
        var copy = session.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        try {
            var digest = digest();
            var rows = 0L;
            var sum = 0L;
            for (var row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                rows++;
                sum += ByteBuffer.wrap(digest.digest(row)).getLong();
            }
            return new Content(rows, sum);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /// It tells rows apart; nobody is kept from forging them by it.
    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
