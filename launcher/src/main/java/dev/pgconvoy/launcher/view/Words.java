package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.Locale;

/// States in words.
final class Words {

    private Words() {}

    static String of(MigrationStatus status) {
        return status.isFinal() ? status.state().text() : status.substate().text();
    }

    static String of(DatabasePhase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
