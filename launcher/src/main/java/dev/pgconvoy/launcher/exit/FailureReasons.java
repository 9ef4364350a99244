package dev.pgconvoy.launcher.exit;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why something failed, in words for a person: without the names of our classes and those of Java.
public final class FailureReasons {

    private static final Pattern CLASS_NAME =
            Pattern.compile("(?<![\\w.])(?:[a-z]\\w*+\\.)++(?:[A-Z]\\w*[.$])*[A-Z]\\w*(?:Exception|Error)(?:: ?)?");
    private static final String UNKNOWN = "no reason is known";

    private FailureReasons() {}

    public static String of(@Nullable Throwable failure) {
        if (failure == null) {
            return UNKNOWN;
        }
        return switch (failure) {
            case NoSuchFileException missing -> "%s does not exist".formatted(missing.getFile());
            case AccessDeniedException denied -> "access to %s is denied".formatted(denied.getFile());
            case FileAlreadyExistsException there -> "%s exists already".formatted(there.getFile());
            case NotDirectoryException file -> "%s is no folder".formatted(file.getFile());
            case FileSystemException other when other.getReason() != null -> String.valueOf(other.getReason());
            case CharacterCodingException _ -> "it is not in UTF-8";
            default -> message(failure).or(() -> message(failure.getCause())).orElse(UNKNOWN);
        };
    }

    private static Optional<String> message(@Nullable Throwable failure) {
        return Optional.ofNullable(failure)
                .map(Throwable::getMessage)
                .map(text -> CLASS_NAME.matcher(text).replaceAll("").strip())
                .filter(text -> !text.isEmpty());
    }
}
