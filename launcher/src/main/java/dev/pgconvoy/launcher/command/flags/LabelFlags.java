package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.label.Labels;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// Labels by which a migration is found again.
public final class LabelFlags {

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A label by which the migration is found again; may be given up to 16 times.")
    private List<String> given = List.of();

    public SortedMap<String, String> labels() {
        var labels = new TreeMap<String, String>();
        for (var label : given) {
            var at = label.indexOf('=');
            if (at < 0) {
                throw CommandException.usage("--label: write KEY=VALUE, such as team=payments");
            }
            if (labels.put(label.substring(0, at), label.substring(at + 1)) != null) {
                throw CommandException.usage(
                        "--label: %s has two values; a key has one".formatted(label.substring(0, at)));
            }
        }
        try {
            return Labels.within(labels);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--label: " + e.getMessage());
        }
    }
}
