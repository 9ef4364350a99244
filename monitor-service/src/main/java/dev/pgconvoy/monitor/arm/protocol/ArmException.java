package dev.pgconvoy.monitor.arm.protocol;

import java.util.List;

/// A call that is answered with an error.
public final class ArmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ArmError error;

    public ArmException(int status, ArmError error) {
        super(error.message());
        this.status = status;
        this.error = error;
    }

    public int status() {
        return status;
    }

    public ArmError error() {
        return error;
    }

    public static ArmException badRequest(String code, String message) {
        return new ArmException(400, ArmError.of(code, message));
    }

    public static ArmException invalid(List<String> violations) {
        return new ArmException(
                400,
                ArmError.of("InvalidParameterValue", "The migration cannot be made:", violations)
                        .about("properties"));
    }

    public static ArmException conflict(String code, String message) {
        return new ArmException(409, ArmError.of(code, message));
    }

    public static ArmException notFound(String code, String message) {
        return new ArmException(404, ArmError.of(code, message));
    }

    public static ArmException notFound(String type, String name, ResourceGroup group) {
        return notFound(
                "ResourceNotFound",
                "The Resource '%s/%s' under resource group '%s' was not found.".formatted(type, name, group.name()));
    }
}
