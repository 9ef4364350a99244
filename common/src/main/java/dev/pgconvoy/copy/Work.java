package dev.pgconvoy.copy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.TableName;
import java.util.List;

/// What a task does. Each of its units commits together with its ledger row, so doing it twice does it once.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Work.CopyTables.class, name = "copy-tables"),
    @JsonSubTypes.Type(value = Work.RunStatements.class, name = "run-statements"),
    @JsonSubTypes.Type(value = Work.CopyLargeObjects.class, name = "copy-large-objects"),
    @JsonSubTypes.Type(value = Work.VerifyTables.class, name = "verify-tables"),
})
public sealed interface Work {

    /// One large table, or many small ones in one transaction.
    record CopyTables(List<TableCopy> tables) implements Work {
        public CopyTables {
            tables = List.copyOf(tables);
        }
    }

    /// @param columns in order, without generated ones; empty for a table without columns
    /// @param binary whether every column type has a binary form that means the same on both servers
    record TableCopy(TableName table, List<String> columns, boolean binary, long estimatedBytes) {
        public TableCopy {
            columns = List.copyOf(columns);
        }

        public String unit() {
            return "copy " + table.quoted();
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
    record Statement(String unit, String object, String sql) {}

    record CopyLargeObjects(List<Long> oids) implements Work {
        public CopyLargeObjects {
            oids = List.copyOf(oids);
        }

        public String unit() {
            return "large-objects %d-%d".formatted(oids.getFirst(), oids.getLast());
        }
    }

    record VerifyTables(List<TableCopy> tables, VerifyMode mode) implements Work {
        public VerifyTables {
            tables = List.copyOf(tables);
        }
    }
}
