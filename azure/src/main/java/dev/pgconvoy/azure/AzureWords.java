package dev.pgconvoy.azure;

import com.azure.core.management.exception.ManagementError;

/// An error as Azure words it.
record AzureWords(String code, String message) {

    private static final int DEEPEST = 8;

    /// An error of a deployment only says that there are details; the cause is the innermost.
    static AzureWords innermost(ManagementError error) {
        var cause = error;
        for (var depth = 0;
                depth < DEEPEST
                        && cause.getDetails() != null
                        && !cause.getDetails().isEmpty();
                depth++) {
            cause = cause.getDetails().getFirst();
        }
        return new AzureWords(String.valueOf(cause.getCode()), String.valueOf(cause.getMessage()));
    }

    /// What the answer to a call would have been that fails so.
    int status() {
        return switch (code) {
            case "AuthorizationFailed", "LinkedAuthorizationFailed", "Forbidden", "RequestDisallowedByPolicy" -> 403;
            case "Unauthorized", "InvalidAuthenticationToken" -> 401;
            case "ResourceGroupNotFound",
                    "ResourceNotFound",
                    "ServerNotFound",
                    "ParentResourceNotFound",
                    "SubscriptionNotFound",
                    "NotFound" -> 404;
            case "TooManyRequests" -> 429;
            case "InternalServerError", "InternalError" -> 500;
            case "ServiceUnavailable" -> 503;
            case "GatewayTimeout", "OperationTimedOut" -> 504;
            case "Conflict" -> 409;
            default -> 400;
        };
    }

    boolean isQuota() {
        return code.contains("Quota") || code.contains("LimitExceeded");
    }

    /// Somebody else is at it; so it is with a deployment of this name that has not ended.
    boolean isBusy() {
        return code.equals("AnotherOperationInProgress")
                || code.equals("DeploymentActive")
                || code.startsWith("ServerIsBusy");
    }
}
