package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;

/// Turns what Azure refused to answer into a finding. What may pass is a warning; what will not is an error where
/// Azure's service is to move the data.
public final class UnansweredQuestion {

    private UnansweredQuestion() {}

    public static Finding assess(String check, TargetExamination examination, Failure failure) {
        var object = examination.target().object();
        var lasting = examination.isAzures() ? Severity.ERROR : Severity.WARNING;
        return switch (failure.code()) {
            case PERMISSION_DENIED ->
                Finding.of(
                        check,
                        FindingCode.ROLE_ASSIGNMENT_MISSING,
                        lasting,
                        object,
                        failure.message(),
                        "Assign the identity of the pgconvoy services a role that may do this: az role assignment create --assignee <client-id> --role %s --scope %s"
                                .formatted(
                                        examination.isAzures() ? "Contributor" : "Reader",
                                        examination.target().groupId()));
            case CONNECTION_LOST ->
                Finding.warning(
                        check,
                        FindingCode.AZURE_NOT_READ,
                        object,
                        "It could not be read. " + failure.message(),
                        failure.remedy());
            case SERVER_UNAVAILABLE, CONTENTION ->
                Finding.warning(
                        check,
                        FindingCode.AZURE_NOT_READ,
                        object,
                        "It could not be read. " + failure.message(),
                        "Go on when you know the answer, or request it again under another name once Azure answers.");
            case SNAPSHOT_LOST,
                    AUTHENTICATION_FAILED,
                    RESOURCES_EXHAUSTED,
                    DATA_REFUSED,
                    SCHEMA_REFUSED,
                    VERIFICATION_FAILED,
                    TOOL_UNUSABLE,
                    FENCED,
                    REQUEST_REFUSED,
                    AZURE_FAILED,
                    INTERNAL ->
                Finding.of(check, FindingCode.AZURE_NOT_READ, lasting, object, failure.message(), failure.remedy());
        };
    }
}
