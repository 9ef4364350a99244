package dev.pgconvoy.report;

import java.util.List;

/// One thing to do after a migration.
///
/// @param title what to do
/// @param text what is to be known of it
/// @param lines what can be copied
public record ChecklistStep(String title, String text, List<Line> lines) {

    public ChecklistStep {
        lines = List.copyOf(lines);
    }

    /// @param label what it is, such as `In a shell`
    /// @param text a command, or an address
    public record Line(String label, String text) {}
}
