package dev.pgconvoy.worker.rights;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import java.util.Locale;

/// An object that somebody has rights on. Names are quoted where SQL needs it.
///
/// @param schema empty when it is in none
/// @param name of a routine with its types; of default privileges what they are for (`TABLES`)
/// @param part the column; of default privileges the role whose objects they are for; else empty
record SecuredObject(ObjectKind kind, String schema, String name, String part) {

    private String sqlName() {
        return schema.isEmpty() ? name : schema + "." + name;
    }

    String described() {
        return switch (kind) {
            case COLUMN -> "column %s.%s".formatted(sqlName(), part);
            case DEFAULT_PRIVILEGES ->
                "default privileges of role %s%s for %s"
                        .formatted(part, schema.isEmpty() ? "" : " in schema " + schema, name.toLowerCase(Locale.ROOT));
            case TABLE,
                    SEQUENCE,
                    ROUTINE,
                    TYPE,
                    LANGUAGE,
                    SCHEMA,
                    FOREIGN_DATA_WRAPPER,
                    FOREIGN_SERVER,
                    LARGE_OBJECT,
                    DATABASE,
                    PARAMETER -> "%s %s".formatted(kind.described(), sqlName());
        };
    }

    /// The object without which this one cannot be: its table, or the schema that default privileges are for.
    SecuredObject foundation() {
        return switch (kind) {
            case COLUMN -> new SecuredObject(ObjectKind.TABLE, schema, name, "");
            case DEFAULT_PRIVILEGES -> schema.isEmpty() ? this : new SecuredObject(ObjectKind.SCHEMA, "", schema, "");
            case TABLE,
                    SEQUENCE,
                    ROUTINE,
                    TYPE,
                    LANGUAGE,
                    SCHEMA,
                    FOREIGN_DATA_WRAPPER,
                    FOREIGN_SERVER,
                    LARGE_OBJECT,
                    DATABASE,
                    PARAMETER -> this;
        };
    }

    /// @param privileges such as `SELECT, INSERT`, all with or all without their grant option
    String grant(String privileges, String role, boolean withOption) {
        return "%sGRANT %s ON %s TO %s%s"
                .formatted(prefix(), onPart(privileges), target(), role, withOption ? " WITH GRANT OPTION" : "");
    }

    /// @param onlyOption whether the privileges stay and can no longer be passed on
    String revoke(String privileges, String role, boolean onlyOption) {
        return "%sREVOKE %s%s ON %s FROM %s"
                .formatted(prefix(), onlyOption ? "GRANT OPTION FOR " : "", onPart(privileges), target(), role);
    }

    String appoint(String owner) {
        return "%s %s OWNER TO %s".formatted(kind.alter(), sqlName(), quoted(owner));
    }

    private String prefix() {
        return kind == ObjectKind.DEFAULT_PRIVILEGES
                ? "ALTER DEFAULT PRIVILEGES FOR ROLE %s%s "
                        .formatted(part, schema.isEmpty() ? "" : " IN SCHEMA " + schema)
                : "";
    }

    private String onPart(String privileges) {
        return kind == ObjectKind.COLUMN
                ? privileges.replaceAll("[A-Z]+", "$0 (%s)".formatted(java.util.regex.Matcher.quoteReplacement(part)))
                : privileges;
    }

    private String target() {
        return switch (kind) {
            case DEFAULT_PRIVILEGES -> name;
            case COLUMN -> "TABLE " + sqlName();
            case TABLE,
                    SEQUENCE,
                    ROUTINE,
                    TYPE,
                    LANGUAGE,
                    SCHEMA,
                    FOREIGN_DATA_WRAPPER,
                    FOREIGN_SERVER,
                    LARGE_OBJECT,
                    DATABASE,
                    PARAMETER -> "%s %s".formatted(kind.words(), sqlName());
        };
    }
}
