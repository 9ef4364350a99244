package dev.pgconvoy.monitor.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Browsers that were let in by a code that counts once. Only in memory, and a bounded number: who
/// comes after a restart needs a new code.
@Singleton
final class Sessions {

    static final int MOST = 100;

    private static final int BYTES = 32;

    private final Optional<Path> codeFile;
    private final Duration lasts;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    @Inject
    Sessions(AccessConfig config, InstantSource clock) {
        this(config.loginCodeFile(), config.session(), clock);
    }

    Sessions(Optional<Path> codeFile, Duration lasts, InstantSource clock) {
        this.codeFile = codeFile;
        this.lasts = lasts;
        this.clock = clock;
    }

    Duration lasts() {
        return lasts;
    }

    /// Deletes the code before anything else, so that it opens one session whatever happens.
    ///
    /// @return the new session's secret; empty when the code is wrong or was used
    synchronized Optional<String> open(String code) {
        if (!isExpected(code)) {
            return Optional.empty();
        }
        try {
            Files.delete(codeFile.orElseThrow());
        } catch (IOException _) {
            return Optional.empty();
        }
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ends.values().removeIf(end -> !end.isAfter(clock.instant()));
        if (ends.size() >= MOST) {
            ends.remove(ends.keySet().iterator().next());
        }
        ends.put(secret, clock.instant().plus(lasts));
        return Optional.of(secret);
    }

    private boolean isExpected(String code) {
        try {
            return codeFile.isPresent()
                    && !code.isBlank()
                    && Files.exists(codeFile.get())
                    && isSame(code, Files.readString(codeFile.get()).strip());
        } catch (IOException _) {
            return false;
        }
    }

    /// In a time that says nothing of where they differ.
    static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    synchronized boolean isOpen(String secret) {
        return Optional.ofNullable(ends.get(secret))
                .filter(end -> end.isAfter(clock.instant()))
                .isPresent();
    }
}
