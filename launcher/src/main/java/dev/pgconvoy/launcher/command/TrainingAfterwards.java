package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.training.BackgroundTraining;

/// Behind a command that had a stack of its own and succeeded.
final class TrainingAfterwards {

    private static final String WHEN = "PGCONVOY_TRAINING";
    private static final String NEVER = "never";

    private TrainingAfterwards() {}

    /// Whatever becomes of it, the command has its result already.
    static void startIfNeeded(CommandSession session) {
        if (session.variable(WHEN).filter(NEVER::equals).isPresent()) {
            return;
        }
        try {
            BackgroundTraining.startIfNeeded(StackDistribution.current());
        } catch (RuntimeException _) {
            // Later commands start as slowly as this one did.
        }
    }
}
