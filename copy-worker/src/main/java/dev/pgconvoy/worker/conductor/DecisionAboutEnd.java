package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.target.TargetDatabase;
import java.sql.SQLException;
import java.util.ArrayList;

/// Decides in the register how a migration ends. Which databases keep their copy, their ledgers say.
final class DecisionAboutEnd {

    private final ConductorDependencies tools;
    private final DeliveredMigration delivery;

    DecisionAboutEnd(ConductorDependencies tools, DeliveredMigration delivery) {
        this.tools = tools;
        this.delivery = delivery;
    }

    /// All databases are complete.
    DecidedEnd toFinish(Leadership leadership, Report report) throws SQLException {
        return leadership.decide(new DecidedEnd(
                new Observation.Finished(leadership.term().epoch(), report),
                delivery.request().databases()));
    }

    /// A failed migration keeps the databases that are complete; one that was stopped keeps none.
    DecidedEnd toEnd(Leadership leadership, IntendedEnd intended) throws SQLException {
        var complete = new ArrayList<String>();
        var left = new ArrayList<String>();
        for (var name : delivery.request().databases()) {
            var database =
                    new TargetDatabase(tools.connector(), delivery.request().target(), leadership, name);
            if (database.isUnfinished()) {
                var keeps = intended instanceof IntendedEnd.Fail && database.isComplete();
                (keeps ? complete : left).add(name);
            }
        }
        return leadership.decide(
                new DecidedEnd(intended.leaving(leadership.term().epoch(), left), complete));
    }
}
