package dev.pgconvoy.worker.catalog;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.postgres.TableName;

/// A check of a table or domain, taken off while rows move and made again afterwards.
///
/// @param kind `TABLE` or `DOMAIN`
/// @param of the table or domain
/// @param definition from `CHECK` on
/// @param comment as a literal; empty for none
/// @param alone whether it concerns the rows of one table that neither inherits nor is inherited from
/// @param inherited whether parents have it, too: then it is theirs that looks at the rows
public record CheckConstraint(
        String kind, TableName of, String name, String definition, String comment, boolean alone, boolean inherited) {

    /// As pg_dump labels it.
    public String object() {
        return "%s.%s %s".formatted(of.schema(), of.name(), name);
    }

    public String drop() {
        return "ALTER %s %s DROP CONSTRAINT IF EXISTS %s;".formatted(kind, of.quoted(), quoted(name));
    }

    public String add() {
        return add(inherited ? " NOT VALID" : "");
    }

    public String addNotValid() {
        return add(" NOT VALID");
    }

    private String add(String validity) {
        return "ALTER %s %s ADD CONSTRAINT %s %s%s;%s"
                .formatted(kind, of.quoted(), quoted(name), definition, validity, commented());
    }

    private String commented() {
        return comment.isEmpty()
                ? ""
                : "COMMENT ON CONSTRAINT %s ON %s%s IS %s;"
                        .formatted(quoted(name), kind.equals("DOMAIN") ? "DOMAIN " : "", of.quoted(), comment);
    }
}
