package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.MigrationLead;
import dev.pgconvoy.worker.target.MigratedDatabase.Standing;
import java.sql.SQLException;
import java.util.ArrayList;

/// Decides in the register how a migration ends. Which databases keep their copy, their ledgers say.
final class DecisionAboutEnd {

    private final DeliveredMigration delivery;

    DecisionAboutEnd(DeliveredMigration delivery) {
        this.delivery = delivery;
    }

    /// All databases are complete.
    DecidedEnd toFinish(MigrationLead lead, Report report) throws SQLException {
        return lead.decide(new DecidedEnd(
                new Observation.Finished(lead.term().epoch(), report),
                delivery.request().databases()));
    }

    /// A failed migration keeps the databases that are complete; one that was stopped keeps none.
    DecidedEnd toEnd(LedServers servers, IntendedEnd intended) throws SQLException {
        var complete = new ArrayList<String>();
        var left = new ArrayList<String>();
        for (var name : delivery.request().databases()) {
            var standing = servers.database(name).standing();
            if (standing != Standing.NOT_OURS) {
                var keeps = intended instanceof IntendedEnd.Fail && standing == Standing.COMPLETE;
                (keeps ? complete : left).add(name);
            }
        }
        var lead = servers.lead();
        return lead.decide(new DecidedEnd(intended.leaving(lead.term().epoch(), left), complete));
    }
}
