package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.arm.DeploymentScope;
import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.arm.TemplateException;
import dev.pgconvoy.arm.TemplateParameters;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// What Azure's template says of the parameters that this request makes, passwords included.
public final class TemplateConstraints {

    static final String NAME = "template-parameters";

    /// In place of a password that cannot be had, so that the other parameters are judged all the same.
    private static final Secret ANY = new Secret("any password");

    private TemplateConstraints() {}

    /// @param secrets resolves the passwords; none is kept
    public static List<Finding> assess(MigrationRequest request, BiFunction<PasswordUse, SecretRef, Secret> secrets) {
        var unresolved = new LinkedHashMap<PasswordUse, Finding>();
        var findings = new ArrayList<Finding>();
        try {
            var values =
                    TemplateParameters.of(request, (use, reference) -> resolve(use, reference, secrets, unresolved));
            MigrationTemplate.TODAY.values(
                    values, new DeploymentScope("", "", "", request.id().name()));
        } catch (TemplateException e) {
            e.violations().forEach(violation -> findings.add(violated(violation)));
        }
        findings.addAll(unresolved.values());
        return findings;
    }

    private static Secret resolve(
            PasswordUse use,
            SecretRef reference,
            BiFunction<PasswordUse, SecretRef, Secret> secrets,
            Map<PasswordUse, Finding> unresolved) {
        try {
            return secrets.apply(use, reference);
        } catch (MigrationException e) {
            var failure = e.failure();
            unresolved.put(
                    use, Finding.error(NAME, codeOf(failure), failure.object(), failure.message(), failure.remedy()));
            return ANY;
        }
    }

    private static FindingCode codeOf(Failure failure) {
        return failure.code() == FailureCode.REQUEST_REFUSED
                ? FindingCode.SERVER_NOT_ALLOWED
                : FindingCode.SECRET_UNRESOLVED;
    }

    /// A violation begins with the name of its parameter.
    private static Finding violated(String violation) {
        var name = violation.substring(0, violation.indexOf(' '));
        return Finding.error(
                NAME,
                FindingCode.TEMPLATE_VIOLATED,
                "template parameter " + name,
                violation,
                "Request it with a value that Azure's template takes, under another name.");
    }
}
