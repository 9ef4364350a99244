package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.DigestField;
import dev.pgconvoy.copy.Work.FieldForm;
import dev.pgconvoy.copy.Work.Hash;
import dev.pgconvoy.worker.catalog.CatalogTable.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/// Chooses the checksum of a row, the same on both servers. Where both can hash a row as it is, only the values whose
/// hash would not do are written as text; older servers write the whole row. [DigestSql] writes it down.
///
/// @param oldestMajor of the two servers
/// @param inUtf8 whether the databases have different encodings
public record RowDigest(ColumnTypes types, int oldestMajor, boolean inUtf8) {

    /// What is stored in these has no encoding, or none that UTF-8 is made of.
    private static final Set<String> WITHOUT_UTF8 = Set.of("SQL_ASCII", "MULE_INTERNAL");

    private static final int RECORDS_HASHED_SINCE = 14;
    private static final int EXTENDED_HASH_SINCE = 11;
    private static final int MOST_FIELDS = 1_600;

    public static RowDigest between(ColumnTypes types, Connection source, Connection target) throws SQLException {
        var encodings = new HashSet<>(List.of(encoding(source), encoding(target)));
        return new RowDigest(
                types,
                Math.min(
                        source.getMetaData().getDatabaseMajorVersion(),
                        target.getMetaData().getDatabaseMajorVersion()),
                encodings.size() > 1 && encodings.stream().noneMatch(WITHOUT_UTF8::contains));
    }

    private static String encoding(Connection session) throws SQLException {
        return session.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    }

    /// Empty for a table without columns.
    public Optional<Digest> of(List<Column> columns) {
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Digest(
                        hash(),
                        inUtf8,
                        columns.stream()
                                .limit(MOST_FIELDS)
                                .map(column -> new DigestField(column.name(), form(column.type())))
                                .toList()));
    }

    private Hash hash() {
        if (oldestMajor >= RECORDS_HASHED_SINCE) {
            return Hash.RECORD;
        }
        return oldestMajor >= EXTENDED_HASH_SINCE && !inUtf8 ? Hash.TEXT : Hash.MD5;
    }

    private FieldForm form(long type) {
        if (types.isFloat(type)) {
            return FieldForm.FLOAT_BITS;
        }
        if (oldestMajor < RECORDS_HASHED_SINCE) {
            return FieldForm.VALUE;
        }
        if (!types.isHashed(type)) {
            return types.hasSystemCast(type) ? FieldForm.SYSTEM_TEXT : FieldForm.OUTPUT;
        }
        return types.isText(type) ? FieldForm.TEXT_VALUE : FieldForm.VALUE;
    }
}
