package dev.pgconvoy.postgres;

/// A relation's schema and name; reaches SQL only [#quoted].
public record TableName(String schema, String name) implements Comparable<TableName> {

    public String quoted() {
        return Identifiers.quoted(schema) + "." + Identifiers.quoted(name);
    }

    @Override
    public int compareTo(TableName other) {
        var bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
