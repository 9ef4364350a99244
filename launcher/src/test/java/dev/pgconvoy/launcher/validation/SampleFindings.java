package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;

/// Findings as the checks make them.
final class SampleFindings {

    static final Finding NO_CREATEDB = Finding.error(
                    "create-database-privilege",
                    FindingCode.CANNOT_CREATE_DATABASES,
                    "target server new:5432",
                    "User mover may not create databases.",
                    "ALTER ROLE \"mover\" CREATEDB; on the target, or name another target user.")
            .atTarget("ALTER ROLE \"mover\" CREATEDB;");

    static final Finding PREPARED = Finding.warning(
            "prepared-transactions",
            FindingCode.PREPARED_TRANSACTIONS,
            "shop",
            "2 prepared transactions are open.",
            "COMMIT PREPARED or ROLLBACK PREPARED them first (pg_prepared_xacts).");

    static final Finding LEFT_OUT = Finding.info(
            "source-databases", FindingCode.LEFT_OUT, "source server old:5432", "These databases do not move: tmp");

    private SampleFindings() {}

    static Finding unreadable(String database, String table) {
        return Finding.error(
                        "readable-tables",
                        FindingCode.UNREADABLE_TABLES,
                        database,
                        "The source user may not read %s.".formatted(table),
                        "GRANT pg_read_all_data TO \"mover\"; on the source.")
                .inSource(database, "GRANT SELECT ON %s TO \"mover\";".formatted(table));
    }

    static Finding notAllowed(String extension) {
        return Finding.error(
                        "target-allowed-extensions",
                        FindingCode.EXTENSION_NOT_ALLOWED,
                        "extension %s in \"shop\"".formatted(extension),
                        "Azure server flex in group does not allow it in azure.extensions.",
                        "Set it: az set --value HSTORE,CITEXT, or leave it out.")
                .inAzure("az set --value HSTORE,CITEXT");
    }

    static Finding ofAzure() {
        return new Finding("azure-new", "603999", Severity.WARNING, "shop", "It is new.", "Read on.");
    }
}
