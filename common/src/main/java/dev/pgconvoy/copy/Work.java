package dev.pgconvoy.copy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
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

    /// The names of its units in the ledger.
    default List<String> units() {
        return switch (this) {
            case CopyTables(var tables, var afterwards) ->
                Stream.concat(
                                tables.stream().map(TableCopy::unit),
                                afterwards.stream().map(Statement::unit))
                        .toList();
            case RunStatements(var statements) ->
                statements.stream().map(Statement::unit).toList();
            case CopyLargeObjects objects -> List.of(objects.unit());
            case VerifyTables(var checks, var _) ->
                checks.stream().map(TableCheck::unit).toList();
        };
    }

    /// A large table, a part of one, or many small ones in one transaction.
    ///
    /// @param afterwards what the rows of small tables need, in the same transaction: indexes, statistics
    record CopyTables(List<TableCopy> tables, List<Statement> afterwards) implements Work {
        public CopyTables {
            tables = List.copyOf(tables);
            afterwards = List.copyOf(afterwards);
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
    /// @param rows the condition by which the source finds its rows, over the alias `t`
    record Part(int number, int of, String rows) {
        String suffix() {
            return " %d/%d".formatted(number, of);
        }
    }

    /// DDL or maintenance on the target, in one transaction.
    record RunStatements(List<Statement> statements) implements Work {
        public RunStatements {
            statements = List.copyOf(statements);
        }
    }

    /// @param unit its name in the ledger
    /// @param object what it makes, for people
    /// @param otherwise runs instead when rows violate the constraint it makes
    record Statement(String unit, String object, String sql, Optional<String> otherwise) {
        public Statement(String unit, String object, String sql) {
            this(unit, object, sql, Optional.empty());
        }
    }

    record CopyLargeObjects(List<Long> oids) implements Work {
        public CopyLargeObjects {
            oids = List.copyOf(oids);
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
    }

    /// @param tree whether the table stands for all its partitions
    /// @param digest the checksum of a row, an SQL expression over the alias `t`; may be empty
    /// @param slice empty for the whole table
    record TableCheck(TableName table, boolean tree, String digest, Optional<Slice> slice) {
        public String unit() {
            return "verify " + table.quoted() + slice.map(Slice::suffix).orElse("");
        }
    }

    /// One of several disjoint slices of both copies; only the sums over all slices are comparable.
    ///
    /// @param source the condition over the alias `t` at the source
    /// @param target the condition over the alias `t` on the target
    record Slice(int number, int of, String source, String target) {
        String suffix() {
            return " %d/%d".formatted(number, of);
        }
    }
}
