package dev.pgconvoy.monitor.azure;

import com.azure.resourcemanager.postgresqlflexibleserver.models.DbLevelValidationStatus;
import com.azure.resourcemanager.postgresqlflexibleserver.models.ValidationDetails;
import com.azure.resourcemanager.postgresqlflexibleserver.models.ValidationMessage;
import com.azure.resourcemanager.postgresqlflexibleserver.models.ValidationSummaryItem;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.lifecycle.Dossier;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Azure's own validation found, as findings of ours.
final class AzureFindings {

    static final int MOST = 500;
    /// For a message without a number.
    static final String UNNUMBERED = FindingCode.AZURE_SAID.code();

    private static final Pattern NUMBER = Pattern.compile("^\\W*(603\\d{3})\\b");
    private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");
    private static final int LONGEST_TYPE = 100;
    private static final String REMEDY = "Correct it, or take the advice of Azure's documentation for this code, and"
            + " request the migration again under another name.";

    private AzureFindings() {}

    static Stream<Finding> of(@Nullable ValidationDetails details, MigrationRequest request) {
        if (details == null) {
            return Stream.empty();
        }
        var server = "server " + request.target().address();
        return Stream.concat(
                items(details.serverLevelValidationDetails()).flatMap(item -> findings(item, server)),
                items(details.dbLevelValidationDetails()).flatMap(AzureFindings::ofDatabase));
    }

    private static Stream<Finding> ofDatabase(DbLevelValidationStatus database) {
        var object = "database \"%s\"".formatted(database.databaseName());
        return items(database.summary()).flatMap(item -> findings(item, object));
    }

    /// Where the messages tell nothing, the state of the whole does.
    private static Stream<Finding> findings(ValidationSummaryItem item, String object) {
        var whole = severity(SeenStatus.text(item.state()));
        var told = items(item.messages())
                .flatMap(message -> finding(item, message, object).stream())
                .toList();
        return !told.isEmpty() || whole.isEmpty()
                ? told.stream()
                : Stream.of(
                        new Finding(check(item), UNNUMBERED, whole.get(), object, "Azure gives no message.", REMEDY));
    }

    private static Optional<Finding> finding(ValidationSummaryItem item, ValidationMessage message, String object) {
        var state = message.state() == null ? item.state() : message.state();
        var text = Optional.ofNullable(message.message()).orElse("Azure gives no message.");
        var number = NUMBER.matcher(text);
        var code = number.find() ? number.group(1) : UNNUMBERED;
        return severity(SeenStatus.text(state))
                .map(severity -> new Finding(check(item), code, severity, object, text, REMEDY));
    }

    /// Nothing for what is in order, and for words that we do not know.
    private static Optional<Severity> severity(String state) {
        return switch (state.toLowerCase(Locale.ROOT)) {
            case "failed" -> Optional.of(Severity.ERROR);
            case "warning" -> Optional.of(Severity.WARNING);
            default -> Optional.empty();
        };
    }

    private static String check(ValidationSummaryItem item) {
        var type = Optional.ofNullable(item.type()).orElse("validation");
        var words = WORD_BEGINS
                .matcher(type.substring(0, Math.min(type.length(), LONGEST_TYPE)))
                .replaceAll("-")
                .toLowerCase(Locale.ROOT);
        return Dossier.AZURE_CHECKS + words;
    }

    private static <T> Stream<T> items(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
