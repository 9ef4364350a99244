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
public final class DigestSql {

    private DigestSql() {}

    public static String of(Digest digest) {
        var fields = Stream.concat(
                        digest.fields().stream()
                                .filter(field -> !isWrittenInRow(digest, field))
                                .map(DigestSql::field),
                        rowOfText(digest).stream())
                .collect(Collectors.joining(", "));
        return switch (digest.hash()) {
            case RECORD -> "pg_catalog.hash_record_extended(ROW(%s), 0)".formatted(fields);
            case TEXT -> "pg_catalog.hashtextextended(ROW(%s)::text COLLATE \"C\", 0)".formatted(fields);
            case MD5 ->
                "('x' || pg_catalog.substr(pg_catalog.md5(ROW(%s)::text), 1, 16))::bit(64)::bigint".formatted(fields);
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
                : Optional.of("ROW(%s)::text COLLATE \"C\"".formatted(String.join(", ", written)));
    }

    private static String field(DigestField field) {
        var value = value(field);
        return switch (field.form()) {
            case VALUE, OUTPUT -> value;
            case TEXT_VALUE -> value + " COLLATE \"C\"";
            case SYSTEM_TEXT -> value + "::text COLLATE \"C\"";
            case FLOAT_BITS -> "pg_catalog.float8send(%s::float8)".formatted(value);
        };
    }

    private static String value(DigestField field) {
        return "t." + Identifiers.quoted(field.column());
    }
}
