package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.session.Session;
import dev.pgconvoy.launcher.stack.Distribution;
import dev.pgconvoy.launcher.training.BackgroundTraining;

/// Behind a command that had a stack of its own.
final class Training {

    private static final String WHEN = "PGCONVOY_TRAINING";
    private static final String NEVER = "never";

    private Training() {}

    static void startIfNeeded(Session session) {
        if (session.variable(WHEN).filter(NEVER::equals).isEmpty()) {
            BackgroundTraining.startIfNeeded(Distribution.current());
        }
    }
}
