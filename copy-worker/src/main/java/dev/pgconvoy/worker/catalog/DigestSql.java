package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.DigestField;
import dev.pgconvoy.copy.Work.FieldForm;
import dev.pgconvoy.copy.Work.Hash;
import dev.pgconvoy.postgres.Identifiers;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A digest as an SQL expression over the alias `t`.
///
/// Text of users' types comes from output functions alone, by way of a row: `value::text` would run a cast that the
/// owner of the value's type may have made, as our user. No cast starts at `record` but those of superusers. A row also
/// keeps NULL and the empty text apart, and one row of all such values costs least.
///
/// The server's hash of a record is a sum of multiples of its fields' hashes. Sums of it over all rows would not see
/// values of a column that were exchanged between rows, so that it is hashed again: as a float8, of which 53 bits
/// count, while the hash of an int8 folds it to 32.
public final class DigestSql {

    private DigestSql() {}

    public static String of(Digest digest) {
        var fields = Stream.concat(
                        digest.fields().stream()
                                .filter(field -> !isWrittenInRow(digest, field))
                                .map(field -> field(digest, field)),
                        rowOfText(digest).stream())
                .collect(Collectors.joining(", "));
        return switch (digest.hash()) {
            case RECORD ->
                "pg_catalog.hashfloat8extended(pg_catalog.float8(pg_catalog.hash_record_extended(ROW(%s), 0)), 0)"
                        .formatted(fields);
            case TEXT -> "pg_catalog.hashtextextended(ROW(%s)::text COLLATE \"C\", 0)".formatted(fields);
            case MD5 ->
                "('x' || pg_catalog.substr(pg_catalog.md5(%s), 1, 16))::bit(64)::bigint"
                        .formatted(
                                digest.inUtf8()
                                        ? inUtf8("ROW(%s)::text".formatted(fields))
                                        : "ROW(%s)::text".formatted(fields));
        };
    }

    /// The other hashes write the whole row.
    private static boolean isWrittenInRow(Digest digest, DigestField field) {
        return digest.hash() == Hash.RECORD && field.form() == FieldForm.OUTPUT;
    }

    private static Optional<String> rowOfText(Digest digest) {
        var written = digest.fields().stream()
                .filter(field -> isWrittenInRow(digest, field))
                .map(DigestSql::value)
                .toList();
        return written.isEmpty()
                ? Optional.empty()
                : Optional.of(text(digest, "ROW(%s)::text".formatted(String.join(", ", written))));
    }

    private static String field(Digest digest, DigestField field) {
        var value = value(field);
        return switch (field.form()) {
            case VALUE, OUTPUT -> value;
            case TEXT_VALUE -> text(digest, digest.inUtf8() ? value + "::text" : value);
            case SYSTEM_TEXT -> text(digest, value + "::text");
            case FLOAT_BITS -> floatBits(value);
        };
    }

    private static String text(Digest digest, String text) {
        return digest.inUtf8() && digest.hash() == Hash.RECORD ? inUtf8(text) : text + " COLLATE \"C\"";
    }

    private static String inUtf8(String text) {
        return "pg_catalog.convert_to(%s, 'UTF8')".formatted(text);
    }

    /// There are many bits for what is no number, and one way to write it.
    private static String floatBits(String value) {
        return "pg_catalog.float8send(CASE WHEN %1$s::float8 = 'NaN' THEN 'NaN' ELSE %1$s::float8 END)"
                .formatted(value);
    }

    private static String value(DigestField field) {
        return "t." + Identifiers.quoted(field.column());
    }
}
