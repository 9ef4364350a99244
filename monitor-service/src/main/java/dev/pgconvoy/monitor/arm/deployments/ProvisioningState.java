package dev.pgconvoy.monitor.arm.deployments;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far a deployment is.
enum ProvisioningState {
    ACCEPTED("Accepted"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String text;

    ProvisioningState(String text) {
        this.text = text;
    }

    @JsonValue
    String text() {
        return text;
    }
}
