package dev.pgconvoy.migration;

import java.util.Optional;

/// What Azure's migration service says of a migration that it runs, in its own words; words that we do not know are
/// kept.
///
/// @param state `InProgress`, `WaitingForUserAction`, …
/// @param substate `MigratingData`, …; empty at the very beginning
/// @param error what the service says of a failure
public record AzureStatus(String state, String substate, Optional<String> error) {

    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_ERROR = 4_000;

    public AzureStatus {
        state = shortened(state, LONGEST_WORD);
        substate = shortened(substate, LONGEST_WORD);
        error = error.map(text -> shortened(text, LONGEST_ERROR));
    }

    private static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    /// Ours for the same; an unknown word means that it is not over.
    public MigrationState ourState() {
        return MigrationState.known(state).orElse(MigrationState.IN_PROGRESS);
    }

    /// Ours for the same; an unknown word means that something is done.
    public Substate ourSubstate() {
        return Substate.known(substate)
                .orElse(substate.isEmpty() ? Substate.PERFORMING_PRE_REQUISITE_STEPS : Substate.MIGRATING_DATA);
    }
}
