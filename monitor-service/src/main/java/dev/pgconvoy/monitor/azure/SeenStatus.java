package dev.pgconvoy.monitor.azure;

import com.azure.core.util.ExpandableStringEnum;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationStatus;
import dev.pgconvoy.lifecycle.Dossier;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.Observation.AzureSeen;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Azure says of a migration, as our fact. Azure's words stay as they are.
final class SeenStatus {

    private SeenStatus() {}

    /// @param known what is known of the migration, for what Azure does not repeat
    static AzureSeen of(MigrationStatus status, Dossier known) {
        var details = status.currentSubStateDetails();
        var words = new AzureStatus(
                text(status.state()),
                details == null ? "" : text(details.currentSubState()),
                Optional.ofNullable(status.error()).filter(error -> !error.isBlank()));
        var databases = details == null || details.dbDetails() == null ? Map.of() : details.dbDetails();
        var findings = Stream.concat(
                        AzureFindings.of(details == null ? null : details.validationDetails(), known.request()),
                        UserActions.of(words, known.request().id()).stream())
                .limit(AzureFindings.MOST)
                .toList();
        return new AzureSeen(
                words,
                databases.isEmpty() ? known.databases() : SeenDatabases.of(details.dbDetails(), known.databases()),
                findings);
    }

    static String text(@Nullable ExpandableStringEnum<?> word) {
        return word == null ? "" : word.toString();
    }
}
