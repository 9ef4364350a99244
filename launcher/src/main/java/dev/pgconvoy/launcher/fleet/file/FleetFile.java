package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.core.JsonPointer;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetFaults;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.exit.Reasons;
import dev.pgconvoy.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A fleet as somebody wrote it: JSON where the name ends with `.json`, else YAML.
public final class FleetFile {

    static final int LARGEST = 16 << 20;
    private static final int MOST_SHOWN = 50;

    private FleetFile() {}

    /// @throws CommandException with every fault that is found, one a line
    public static Fleet read(Path file) {
        try {
            return fleet(text(file), file.toString().endsWith(".json"));
        } catch (FaultyFileException e) {
            throw new CommandException(ExitCode.VALIDATION_FAILED, listed(file, e.faults()));
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw CommandException.unusable(
                        "The file %s is larger than %d MiB; make several fleets of it".formatted(file, LARGEST >> 20));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandException.unusable("The file %s cannot be read: %s".formatted(file, Reasons.of(e)));
        }
    }

    static Fleet fleet(String text, boolean json) throws FaultyFileException {
        var document = json ? JsonReader.read(text) : YamlReader.read(text);
        var faults = new ArrayList<>(KnownKeys.unknownIn(document, Fleet.class));
        try {
            var fleet = PartBinder.fleet(document);
            FleetFaults.of(fleet).forEach(fault -> {
                var pointer = JsonPointer.compile(fault.pointer());
                faults.add(new Fault(document.ofValue(pointer), PlacedDocument.path(pointer), fault.message()));
            });
            if (faults.isEmpty()) {
                return fleet;
            }
        } catch (FaultyFileException e) {
            faults.addAll(e.faults());
        }
        throw new FaultyFileException(faults);
    }

    private static String listed(Path file, List<Fault> faults) {
        var lines = faults.stream()
                .sorted()
                .distinct()
                .limit(MOST_SHOWN)
                .map(fault -> PrintableText.of(fault.line(file.toString())))
                .collect(Collectors.joining("\n"));
        var more = faults.size() - MOST_SHOWN;
        return more > 0 ? "%s%nand %,d more".formatted(lines, more) : lines;
    }
}
