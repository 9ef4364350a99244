package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.session.Session;
import dev.pgconvoy.launcher.stack.Distribution;
import dev.pgconvoy.launcher.training.BackgroundTraining;

/// Behind a command that had a stack of its own and succeeded.
final class Training {

    private static final String WHEN = "PGCONVOY_TRAINING";
    private static final String NEVER = "never";

    private Training() {}

    /// Whatever becomes of it, the command has its result already.
    static void startIfNeeded(Session session) {
        if (session.variable(WHEN).filter(NEVER::equals).isPresent()) {
            return;
        }
        try {
            BackgroundTraining.startIfNeeded(Distribution.current());
        } catch (RuntimeException _) {
            // Later commands start as slowly as this one did.
        }
    }
}
