package dev.pgconvoy.worker.conductor;

import java.sql.Connection;
import java.sql.SQLException;

/// The way to the target server and its databases.
record Targets(ConductorTools tools) {

    /// A session in the maintenance database, which holds the leadership of this migration.
    Connection admin(Run run) throws SQLException {
        var target = run.request().target();
        var admin = tools.connector()
                .open(target, target.maintenanceDatabase(), run.request().id(), "leader");
        Leadership.take(admin, run.request().id());
        return admin;
    }

    TargetDatabase database(Run run, Connection admin, String name) {
        return new TargetDatabase(
                tools.connector(), run.request().target(), run.request().id(), admin, name);
    }
}
