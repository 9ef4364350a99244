package dev.pgconvoy.copy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a task does. Each of its units commits together with its ledger row, so doing it twice does it once.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Work.CopyTables.class, name = "copy-tables"),
    @JsonSubTypes.Type(value = Work.RunStatements.class, name = "run-statements"),
    @JsonSubTypes.Type(value = Work.CopyLargeObjects.class, name = "copy-large-objects"),
    @JsonSubTypes.Type(value = Work.VerifyTables.class, name = "verify-tables"),
})
public sealed interface Work {

    /// How its kinds are called where they are measured.
    List<String> MEASURED = List.of("copy", "statements", "large-objects", "verify");

    List<WorkUnit> content();

    /// The names of its units in the ledger.
    default List<String> units() {
        return content().stream().map(WorkUnit::name).toList();
    }

    /// What a task is for that carries this and does not say it.
    TaskKind usualKind();

    /// What people read of a task that carries this.
    TaskLabel label(TaskKind kind);

    /// One of [#MEASURED].
    String measuredAs();

    /// A large table, a part of one, or many small ones in one transaction.
    ///
    /// @param afterwards what the rows of small tables need, in the same transaction: indexes, statistics
    record CopyTables(List<TableCopy> tables, List<Statement> afterwards) implements Work {
        public CopyTables {
            tables = List.copyOf(tables);
            afterwards = List.copyOf(afterwards);
        }

        @Override
        public List<WorkUnit> content() {
            return Stream.concat(
                            tables.stream().map(WorkUnit::of),
                            afterwards.stream().map(WorkUnit::of))
                    .toList();
        }

        @Override
        public TaskKind usualKind() {
            return TaskKind.COPY;
        }

        @Override
        public TaskLabel label(TaskKind kind) {
            return TaskLabel.of(
                    kind,
                    tables,
                    table -> table.table().toString(),
                    table -> table.part().map(Part::text));
        }

        @Override
        public String measuredAs() {
            return "copy";
        }
    }

    /// @param into takes the rows: the table, or the root of its partitions
    /// @param columns in order, without generated ones; empty for a table without columns
    /// @param binary whether every column type has a binary form that means the same on both servers
    /// @param freeze whether the table is whole and worth to be written frozen
    /// @param part empty for the whole table
    record TableCopy(
            TableName table,
            TableName into,
            List<String> columns,
            boolean binary,
            boolean freeze,
            Optional<Part> part,
            long estimatedBytes) {
        public TableCopy {
            columns = List.copyOf(columns);
        }

        public String unit() {
            return "copy " + table.quoted() + part.map(Part::suffix).orElse("");
        }
    }

    /// One of several disjoint parts that are the whole table together.
    ///
    /// @param number from 1
    record Part(int number, int of, Rows rows) {
        String suffix() {
            return " " + text();
        }

        String text() {
            return "%d/%d".formatted(number, of);
        }
    }

    /// Which rows of a table, by numbers, names and values: the condition is written by whoever runs the task, so that
    /// nobody else's SQL reaches the source.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = PageRange.class, name = "pages"),
        @JsonSubTypes.Type(value = ValueRange.class, name = "values"),
        @JsonSubTypes.Type(value = ConfigurationRows.class, name = "configuration"),
    })
    sealed interface Rows {}

    /// By their place in the heap.
    ///
    /// @param from the first page; empty for the first of all
    /// @param to the page after the last; empty for all that follow
    record PageRange(Optional<Long> from, Optional<Long> to) implements Rows {

        private static final long MOST_PAGES = 0xFFFF_FFFFL;

        public PageRange {
            requirePage(from);
            requirePage(to);
        }

        private static void requirePage(Optional<Long> page) {
            if (page.filter(number -> number < 0 || number > MOST_PAGES).isPresent()) {
                throw new IllegalArgumentException("a page is a number from 0 to " + MOST_PAGES);
            }
        }
    }

    /// By the value of a column. A range without end takes the rows without a value, too.
    ///
    /// @param from the least value, as the server writes it; empty for the range that comes first
    /// @param to what is greater than all its values; empty for the range that comes last
    record ValueRange(String column, Optional<String> from, Optional<String> to) implements Rows {}

    /// What the extension that the table belongs to calls its user's own rows. The source knows which those are.
    record ConfigurationRows() implements Rows {}

    /// DDL or maintenance on the target, in one transaction.
    record RunStatements(List<Statement> statements) implements Work {
        public RunStatements {
            statements = List.copyOf(statements);
        }

        @Override
        public List<WorkUnit> content() {
            return statements.stream().map(WorkUnit::of).toList();
        }

        @Override
        public TaskKind usualKind() {
            return TaskKind.BUILD;
        }

        @Override
        public TaskLabel label(TaskKind kind) {
            return TaskLabel.of(kind, statements, Statement::object, _ -> Optional.empty());
        }

        @Override
        public String measuredAs() {
            return "statements";
        }
    }

    /// @param unit its name in the ledger
    /// @param object what it makes, for people
    /// @param otherwise runs instead when rows violate the constraint it makes
    /// @param table whose index or constraint it makes, or which it analyzes; left out of
    /// JSON when unknown
    /// @param kind left out of JSON when unknown
    record Statement(
            String unit,
            String object,
            String sql,
            Optional<String> otherwise,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TableName> table,

            @JsonInclude(JsonInclude.Include.NON_ABSENT) @JsonDeserialize(using = UnknownAsEmpty.class)
            Optional<UnitKind> kind) {

        public Statement(UnitKind kind, String unit, String object, String sql, Optional<String> otherwise) {
            this(unit, object, sql, otherwise, Optional.empty(), Optional.of(kind));
        }

        public Statement(UnitKind kind, String unit, String object, String sql) {
            this(kind, unit, object, sql, Optional.empty());
        }

        /// Of a kind that nobody asks for.
        public Statement(String unit, String object, String sql) {
            this(unit, object, sql, Optional.empty(), Optional.empty(), Optional.empty());
        }

        public Statement about(Optional<TableName> owner) {
            return new Statement(unit, object, sql, otherwise, owner, kind);
        }

        /// The same, written in another way.
        public Statement with(String otherSql, Optional<String> otherOtherwise) {
            return new Statement(unit, object, otherSql, otherOtherwise, table, kind);
        }

        /// Gathers the statistics of a table.
        public static Statement analyze(TableName table) {
            return new Statement(
                            UnitKind.ANALYZE,
                            "analyze " + table.quoted(),
                            table.toString(),
                            "ANALYZE " + table.quoted())
                    .about(Optional.of(table));
        }

        /// Of one that does not say it: a definition.
        public UnitKind kindOrDefinition() {
            return kind.orElse(UnitKind.DEFINITION);
        }

        /// Whether nothing but statistics is missing where it fails. No getter: events do not have it.
        public boolean gathersStatistics() {
            return kindOrDefinition() == UnitKind.ANALYZE;
        }
    }

    record CopyLargeObjects(List<Long> oids) implements Work {
        public CopyLargeObjects {
            oids = List.copyOf(oids);
        }

        @Override
        public List<WorkUnit> content() {
            return oids.isEmpty() ? List.of() : List.of(WorkUnit.of(this));
        }

        @Override
        public TaskKind usualKind() {
            return TaskKind.LARGE_OBJECTS;
        }

        @Override
        public TaskLabel label(TaskKind kind) {
            return new TaskLabel(kind, "%d large objects".formatted(oids.size()), Optional.empty());
        }

        @Override
        public String measuredAs() {
            return "large-objects";
        }

        public String unit() {
            return "large-objects %d-%d".formatted(oids.getFirst(), oids.getLast());
        }
    }

    /// @param recorded whether the ledger of the target keeps the results; where there is none, nothing is written
    record VerifyTables(List<TableCheck> checks, boolean recorded) implements Work {
        public VerifyTables {
            checks = List.copyOf(checks);
        }

        @Override
        public List<WorkUnit> content() {
            return checks.stream().map(WorkUnit::of).toList();
        }

        @Override
        public TaskKind usualKind() {
            return TaskKind.VERIFY;
        }

        @Override
        public TaskLabel label(TaskKind kind) {
            return TaskLabel.of(
                    kind,
                    checks,
                    check -> check.table().toString(),
                    check -> check.slice().map(Slice::text));
        }

        @Override
        public String measuredAs() {
            return "verify";
        }
    }

    /// @param tree whether the table stands for all its partitions
    /// @param digest how a row makes a checksum; empty when rows are only counted
    /// @param slice empty for the whole table
    record TableCheck(TableName table, boolean tree, Optional<Digest> digest, Optional<Slice> slice) {
        /// Rows that were only counted are no proof of their content.
        public String unit() {
            var what = digest.isPresent() ? "verify " : "count ";
            return what + table.quoted() + slice.map(Slice::suffix).orElse("");
        }
    }

    /// The checksum of a row, the same on both servers.
    ///
    /// @param inUtf8 whether text is hashed in this encoding, because the databases have different ones
    record Digest(Hash hash, boolean inUtf8, List<DigestField> fields) {
        public Digest {
            fields = List.copyOf(fields);
        }
    }

    /// What the older one of both servers can do.
    enum Hash {
        /// The server's hash of a row.
        @JsonProperty("record")
        RECORD,
        /// The server's hash of a row's text.
        @JsonProperty("text")
        TEXT,
        @JsonProperty("md5")
        MD5
    }

    record DigestField(String column, FieldForm form) {}

    /// What goes into the hash for a value.
    enum FieldForm {
        @JsonProperty("value")
        VALUE,
        /// The value, whatever its collation is.
        @JsonProperty("text-value")
        TEXT_VALUE,
        /// What the system's cast to text makes of it.
        @JsonProperty("system-text")
        SYSTEM_TEXT,
        /// What its output function writes.
        @JsonProperty("output")
        OUTPUT,
        /// The bits of a floating point number.
        @JsonProperty("float-bits")
        FLOAT_BITS
    }

    /// One of several disjoint slices of both copies; only the sums over all slices are comparable.
    ///
    /// @param source the rows at the source
    /// @param target the rows on the target
    record Slice(int number, int of, Rows source, Rows target) {

        public Slice {
            if (source instanceof ConfigurationRows || target instanceof ConfigurationRows) {
                throw new IllegalArgumentException("a slice is a range");
            }
        }

        String suffix() {
            return " " + text();
        }

        String text() {
            return "%d/%d".formatted(number, of);
        }
    }
}
