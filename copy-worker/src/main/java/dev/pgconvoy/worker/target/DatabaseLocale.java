package dev.pgconvoy.worker.target;

import static dev.pgconvoy.postgres.Identifiers.literal;

import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;

/// How a database is encoded and sorted: it cannot be changed later. The version of its collation is not moved, because
/// the target's libraries are its own.
///
/// @param provider `c` libc, `i` ICU, `b` builtin
/// @param locale the provider's; empty for libc
record DatabaseLocale(
        String encoding, String collate, String characterType, String provider, String locale, String rules) {

    private static final int PROVIDERS = 15;

    static DatabaseLocale of(Connection source) throws SQLException {
        try (var statement = source.createStatement();
                var row = statement.executeQuery(WorkerSql.read("target/describe_database"))) {
            row.next();
            return new DatabaseLocale(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6));
        }
    }

    /// Options of CREATE DATABASE.
    String options(int targetMajor) {
        var options = "ENCODING %s LC_COLLATE %s LC_CTYPE %s"
                .formatted(literal(encoding), literal(collate), literal(characterType));
        return targetMajor < PROVIDERS ? options : options + " LOCALE_PROVIDER " + provided();
    }

    private String provided() {
        return switch (provider) {
            case "i" -> "icu ICU_LOCALE " + literal(locale) + (rules.isEmpty() ? "" : " ICU_RULES " + literal(rules));
            case "b" -> "builtin BUILTIN_LOCALE " + literal(locale);
            default -> "libc";
        };
    }
}
