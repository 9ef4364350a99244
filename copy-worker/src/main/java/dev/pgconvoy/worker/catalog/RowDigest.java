package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.DigestField;
import dev.pgconvoy.copy.Work.FieldForm;
import dev.pgconvoy.copy.Work.Hash;
import dev.pgconvoy.worker.catalog.CatalogTable.Column;
import java.util.List;
import java.util.Optional;

/// Chooses the checksum of a row, the same on both servers. Where both can hash a row as it is, only the values whose
/// hash would not do are written as text; older servers write the whole row. [DigestSql] writes it down.
///
/// @param oldestMajor of the two servers
public record RowDigest(ColumnTypes types, int oldestMajor) {

    private static final int RECORDS_HASHED_SINCE = 14;
    private static final int EXTENDED_HASH_SINCE = 11;
    private static final int MOST_FIELDS = 1_600;

    /// Empty for a table without columns.
    public Optional<Digest> of(List<Column> columns) {
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Digest(
                        hash(),
                        columns.stream()
                                .limit(MOST_FIELDS)
                                .map(column -> new DigestField(column.name(), form(column.type())))
                                .toList()));
    }

    private Hash hash() {
        if (oldestMajor >= RECORDS_HASHED_SINCE) {
            return Hash.RECORD;
        }
        return oldestMajor >= EXTENDED_HASH_SINCE ? Hash.TEXT : Hash.MD5;
    }

    private FieldForm form(long type) {
        if (oldestMajor < RECORDS_HASHED_SINCE) {
            return types.isFloat(type) ? FieldForm.FLOAT_BITS : FieldForm.VALUE;
        }
        if (!types.isHashed(type)) {
            return types.hasSystemCast(type) ? FieldForm.SYSTEM_TEXT : FieldForm.OUTPUT;
        }
        return types.isText(type) ? FieldForm.TEXT_VALUE : FieldForm.VALUE;
    }
}
