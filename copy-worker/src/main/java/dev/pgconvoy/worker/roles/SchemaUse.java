package dev.pgconvoy.worker.roles;

import static dev.pgconvoy.postgres.Identifiers.quoted;

/// That a role owns something in a schema that is not its own.
public record SchemaUse(String schema, String owner) {

    public String object() {
        return "schema " + schema;
    }

    public String grant() {
        return "GRANT CREATE ON SCHEMA %s TO %s".formatted(quoted(schema), quoted(owner));
    }

    /// What the source grants comes afterwards.
    public String revoke() {
        return "REVOKE CREATE ON SCHEMA %s FROM %s".formatted(quoted(schema), quoted(owner));
    }
}
