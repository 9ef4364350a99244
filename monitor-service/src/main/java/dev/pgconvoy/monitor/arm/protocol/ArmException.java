package dev.pgconvoy.monitor.arm;

import java.util.List;

/// A call that is answered with an error.
final class ArmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ArmError error;

    ArmException(int status, ArmError error) {
        super(error.message());
        this.status = status;
        this.error = error;
    }

    int status() {
        return status;
    }

    ArmError error() {
        return error;
    }

    static ArmException badRequest(String code, String message) {
        return new ArmException(400, ArmError.of(code, message));
    }

    static ArmException invalid(List<String> violations) {
        return new ArmException(
                400,
                ArmError.of("InvalidParameterValue", "The migration cannot be made:", violations)
                        .about("properties"));
    }

    static ArmException conflict(String code, String message) {
        return new ArmException(409, ArmError.of(code, message));
    }

    static ArmException notFound(String code, String message) {
        return new ArmException(404, ArmError.of(code, message));
    }

    static ArmException notFound(String type, String name, ResourceGroup group) {
        return notFound(
                "ResourceNotFound",
                "The Resource '%s/%s' under resource group '%s' was not found.".formatted(type, name, group.name()));
    }
}
