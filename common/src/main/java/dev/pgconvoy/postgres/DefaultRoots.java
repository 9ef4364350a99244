package dev.pgconvoy.postgres;

import dev.pgconvoy.tls.CertificateRef;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The roots for requests that name none: what this process is configured with.
///
/// @param roots empty for the well-known ones
public record DefaultRoots(Optional<CertificateRef> roots) {

    public static final String SETTING = "pgconvoy.tls.roots";
    public static final String VARIABLE = SETTING.replace('.', '_').toUpperCase(Locale.ROOT);

    public static DefaultRoots configured() {
        return read(System::getProperty, System::getenv);
    }

    static DefaultRoots read(UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        return new DefaultRoots(Optional.ofNullable(properties.apply(SETTING))
                .or(() -> Optional.ofNullable(environment.apply(VARIABLE)))
                .filter(text -> !text.isBlank())
                .map(String::strip)
                .map(DefaultRoots::parse));
    }

    private static CertificateRef parse(String text) {
        var path = text.startsWith("file:") ? text.substring("file:".length()) : text;
        if (path.equals("system")) {
            return new CertificateRef.WellKnown();
        }
        try {
            return new CertificateRef.CertificateFile(Path.of(path));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "%s: '%s' is neither system nor the absolute path of a file".formatted(SETTING, text));
        }
    }
}
