package dev.pgconvoy.launcher.request;

import dev.pgconvoy.arm.DeploymentScope;
import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.arm.TemplateException;
import dev.pgconvoy.arm.TemplateParameters;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.Secret;

/// What Azure's template says of a request, before anything is sent. Passwords are judged where they can be resolved.
public final class TemplateWords {

    private static final Secret ANY = new Secret("any password");

    private TemplateWords() {}

    public static void require(MigrationRequest request) {
        try {
            MigrationTemplate.TODAY.values(
                    TemplateParameters.of(request, (_, _) -> ANY),
                    new DeploymentScope("", "", "", request.id().name()));
        } catch (TemplateException e) {
            throw CommandException.usage("Azure's template does not take this:%n  %s"
                    .formatted(String.join(System.lineSeparator() + "  ", e.violations())));
        }
    }
}
