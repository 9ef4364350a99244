package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.DigestField;
import dev.pgconvoy.postgres.Identifiers;
import java.util.stream.Collectors;

/// A digest as an SQL expression over the alias `t`.
public final class DigestSql {

    private DigestSql() {}

    public static String of(Digest digest) {
        var fields = digest.fields().stream().map(DigestSql::field).collect(Collectors.joining(", "));
        return switch (digest.hash()) {
            case RECORD -> "pg_catalog.hash_record_extended(ROW(%s), 0)".formatted(fields);
            case TEXT -> "pg_catalog.hashtextextended(ROW(%s)::text COLLATE \"C\", 0)".formatted(fields);
            case MD5 ->
                "('x' || pg_catalog.substr(pg_catalog.md5(ROW(%s)::text), 1, 16))::bit(64)::bigint".formatted(fields);
        };
    }

    private static String field(DigestField field) {
        var value = "t." + Identifiers.quoted(field.column());
        return switch (field.form()) {
            case VALUE -> value;
            case TEXT_VALUE -> value + " COLLATE \"C\"";
            case OUTPUT -> value + "::text COLLATE \"C\"";
            case XML -> "pg_catalog.xml_out(%s)::text COLLATE \"C\"".formatted(value);
            case FLOAT_BITS -> "pg_catalog.float8send(%s::float8)".formatted(value);
        };
    }
}
