package dev.pgconvoy.launcher.exit;

import org.jspecify.annotations.Nullable;

/// Ends the command with a code and a sentence that names the object and the remedy.
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public CommandException(ExitCode code, String message) {
        this(code, message, null);
    }

    public CommandException(ExitCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    public static CommandException unusable(String message) {
        return new CommandException(ExitCode.UNUSABLE, message);
    }

    public ExitCode code() {
        return code;
    }
}
