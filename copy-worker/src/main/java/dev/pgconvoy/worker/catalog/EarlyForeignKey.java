package dev.pgconvoy.worker.catalog;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A foreign key that is there before the rows, because an extension has made it.
///
/// @param definition from `FOREIGN KEY` on
/// @param comment empty when it has none
/// @param droppable whether our user may drop it and make it again
public record EarlyForeignKey(
        TableName referencing,
        TableName referenced,
        String name,
        String definition,
        String comment,
        boolean droppable) {

    private static final String NOT_VALID = " NOT VALID";

    public static List<EarlyForeignKey> read(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(WorkerSql.read("catalog/list_foreign_keys_of_extensions"))) {
            return readAll(rows);
        }
    }

    /// @param rows with a column for each part of the names and of the key
    public static List<EarlyForeignKey> readAll(ResultSet rows) throws SQLException {
        var keys = new ArrayList<EarlyForeignKey>();
        while (rows.next()) {
            keys.add(new EarlyForeignKey(
                    new TableName(rows.getString(1), rows.getString(2)),
                    new TableName(rows.getString(3), rows.getString(4)),
                    rows.getString(5),
                    rows.getString(6),
                    rows.getString(7),
                    rows.getBoolean(8)));
        }
        return keys;
    }

    public boolean refersToItself() {
        return referencing.equals(referenced);
    }

    public boolean isSameAs(EarlyForeignKey other) {
        return referencing.equals(other.referencing) && name.equals(other.name);
    }

    /// For people.
    public String object() {
        return "%s %s".formatted(referencing, name);
    }

    public String drop() {
        return "ALTER TABLE %s DROP CONSTRAINT %s".formatted(referencing.quoted(), quoted(name));
    }

    public String add() {
        return add(definition);
    }

    /// For rows that violate it.
    public String addNotValid() {
        return isValidated() ? add(definition + NOT_VALID) : add();
    }

    /// Whether making it looks at the rows.
    public boolean isValidated() {
        return !definition.endsWith(NOT_VALID);
    }

    private String add(String defined) {
        var added = "ALTER TABLE %s ADD CONSTRAINT %s %s".formatted(referencing.quoted(), quoted(name), defined);
        return comment.isEmpty()
                ? added
                : "%s;\nCOMMENT ON CONSTRAINT %s ON %s IS %s"
                        .formatted(added, quoted(name), referencing.quoted(), Identifiers.literal(comment));
    }
}
