package dev.pgconvoy.worker.schema;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One entry of an archive's table of contents: an object's DDL and what it depends on.
///
/// @param dumpId its number within this archive
/// @param kind pg_dump's word: `TABLE`, `INDEX`, `FK CONSTRAINT`, …
/// @param tag the object's name as pg_dump labels it; `table constraint` for constraints
/// @param definition the DDL; may be empty
/// @param dependencies dump ids
/// @param tablespace at the source; empty where it lies with its database
public record TocEntry(
        int dumpId,
        String kind,
        String tag,
        String namespace,
        String owner,
        String definition,
        Section section,
        List<Integer> dependencies,
        String tablespace) {

    private static final Set<String> RELATIONS =
            Set.of("TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE", "SEQUENCE");
    private static final Set<String> CHECKED = Set.of("TABLE", "DOMAIN");
    private static final Set<String> OF_DATABASE = Set.of("COMMENT", "ACL", "SECURITY LABEL");

    private static final Pattern WORDS = Pattern.compile("[A-Z]+(?: [A-Z]+){0,4}(?=[\\s;]|$)");

    public enum Section {
        NONE,
        PRE_DATA,
        DATA,
        POST_DATA
    }

    public TocEntry(
            int dumpId,
            String kind,
            String tag,
            String namespace,
            String owner,
            String definition,
            Section section,
            List<Integer> dependencies) {
        this(dumpId, kind, tag, namespace, owner, definition, section, dependencies, "");
    }

    public TocEntry {
        dependencies = List.copyOf(dependencies);
    }

    /// Stable over dumps of the same objects: its name in the ledger.
    public String unit() {
        return "%s %s %s".formatted(kind.toLowerCase(java.util.Locale.ROOT), namespace, tag);
    }

    public String object() {
        return namespace.isEmpty() ? tag : namespace + "." + tag;
    }

    /// What the definition does to a table.
    public UnitKind unitKind() {
        return switch (kind) {
            case "INDEX", "INDEX ATTACH" -> UnitKind.INDEX;
            case "CONSTRAINT" -> UnitKind.CONSTRAINT;
            case "FK CONSTRAINT" -> UnitKind.FOREIGN_KEY;
            case "CHECK CONSTRAINT" -> UnitKind.CHECK;
            default -> UnitKind.DEFINITION;
        };
    }

    /// What its definition does, such as `CREATE OPERATOR`.
    public String statementKind() {
        var words = WORDS.matcher(definition.strip());
        return words.lookingAt() ? words.group() : kind;
    }

    /// Its definition without the checks of these names: one that is not valid has an entry of its own.
    public TocEntry withoutChecks(Set<String> names) {
        if (names.isEmpty() || !CHECKED.contains(kind)) {
            return this;
        }
        var rest = definition
                .lines()
                .filter(line -> names.stream()
                        .noneMatch(name -> line.strip().startsWith("CONSTRAINT %s CHECK ".formatted(quoted(name)))))
                .collect(Collectors.joining("\n"));
        var ended = rest.endsWith(";") ? rest.substring(0, rest.length() - 1) : rest;
        return withDefinition(ended);
    }

    TocEntry withDefinition(String other) {
        return new TocEntry(dumpId, kind, tag, namespace, owner, other, section, dependencies, tablespace);
    }

    /// Whether it makes something that has a name among tables.
    boolean isRelation() {
        return RELATIONS.contains(kind);
    }

    TableName relation() {
        return new TableName(namespace, tag);
    }

    /// Whether it is about the database itself, which pg_restore makes only when it makes the database.
    boolean isOfDatabase() {
        return kind.equals("DATABASE PROPERTIES")
                || OF_DATABASE.contains(kind) && namespace.isEmpty() && tag.startsWith("DATABASE ");
    }
}
