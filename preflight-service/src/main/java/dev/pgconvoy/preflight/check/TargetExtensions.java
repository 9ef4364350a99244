package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.OfferedExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every extension of the source must be available on the target, and the target's user must be able to create it. A
/// provider may let its users create more than PostgreSQL does; what it lets them create nobody can see.
final class TargetExtensions implements Check {

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_-]+");

    /// @param mayCreate whether the target's user may, by PostgreSQL's own rules
    /// @param ofProvider whether the target has the rules of a provider, too
    record Row(String database, String extension, boolean available, boolean mayCreate, boolean ofProvider) {

        /// The option of a command that leaves it out, quoted for a shell where it must be.
        private String option() {
            return "--exclude-extension "
                    + (PLAIN.matcher(extension).matches()
                            ? extension
                            : "'%s'".formatted(quoted(extension).replace("'", "'\\''")));
        }
    }

    @Override
    public String name() {
        return "target-extensions";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var installed : examination.installedExtensions()) {
            var there = Optional.ofNullable(examination.offeredExtensions().get(installed.extension()));
            findings.addAll(assess(new Row(
                    installed.database(),
                    installed.extension(),
                    there.isPresent(),
                    there.filter(OfferedExtension::mayCreate).isPresent(),
                    examination.targetUser().hasProvider())));
        }
        return findings;
    }

    List<Finding> assess(Row row) {
        var object = "extension %s in \"%s\"".formatted(row.extension, row.database);
        if (!row.available) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.EXTENSION_MISSING,
                    object,
                    "The target does not have it.",
                    row.ofProvider
                            ? "Have the provider offer it there (on Azure: azure.extensions), or leave it out: %s (in a request: excludeExtensions)."
                                    .formatted(row.option())
                            : "Install it on the target's machine, or leave it out: %s (in a request: excludeExtensions)."
                                    .formatted(row.option())));
        }
        if (row.mayCreate) {
            return List.of();
        }
        return List.of(
                row.ofProvider
                        ? Finding.warning(
                                name(),
                                FindingCode.EXTENSION_NEEDS_SUPERUSER,
                                object,
                                "Only superusers may create it, unless the provider allows it.",
                                "Make sure that the target's user may create it, or leave it out: %s (in a request: excludeExtensions)."
                                        .formatted(row.option()))
                        : Finding.error(
                                name(),
                                FindingCode.EXTENSION_NEEDS_SUPERUSER,
                                object,
                                "It is not trusted, so only superusers may create it, and the target's user is none.",
                                "Name a superuser as the target's user, or leave it out: %s (in a request: excludeExtensions)."
                                        .formatted(row.option())));
    }
}
