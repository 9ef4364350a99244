package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.core.JsonPointer;
import dev.pgconvoy.event.RecordLimits;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.fleet.FleetFaults;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A fleet as somebody wrote it: JSON where the name ends with `.json`, else YAML. Nothing is wrong with it that can be
/// known without asking anybody.
public final class FleetFile {

    static final int LARGEST = 16 << 20;
    private static final int MOST_SHOWN = 50;

    private final Path path;
    private final PlacedDocument document;
    private final Fleet fleet;

    private FleetFile(Path path, PlacedDocument document, Fleet fleet) {
        this.path = path;
        this.document = document;
        this.fleet = fleet;
    }

    /// @throws CommandException with every fault that is found, one a line
    public static FleetFile read(Path path) {
        try {
            return read(path, text(path));
        } catch (FaultyFileException e) {
            throw refusal(path, e.faults());
        }
    }

    private static String text(Path path) {
        try {
            if (Files.size(path) > LARGEST) {
                throw CommandException.unusable(
                        "The file %s is larger than %d MiB; make several fleets of it".formatted(path, LARGEST >> 20));
            }
            return Files.readString(path);
        } catch (IOException e) {
            throw CommandException.unusable("The file %s cannot be read: %s".formatted(path, FailureReasons.of(e)));
        }
    }

    static FleetFile read(Path path, String text) throws FaultyFileException {
        var document = path.toString().endsWith(".json") ? JsonReader.read(text) : YamlReader.read(text);
        var faults = new ArrayList<>(KnownKeys.unknownIn(document, Fleet.class));
        try {
            var fleet = PartBinder.fleet(document);
            faults.addAll(placed(document, FleetFaults.of(fleet)));
            RecordLimits.planFault(fleet)
                    .map(fault -> new FleetFault("/spec/servers", fault))
                    .ifPresent(fault -> faults.addAll(placed(document, List.of(fault))));
            if (faults.isEmpty()) {
                return new FleetFile(path, document, fleet);
            }
        } catch (FaultyFileException e) {
            faults.addAll(e.faults());
        }
        throw new FaultyFileException(faults);
    }

    private static List<FileFault> placed(PlacedDocument document, List<FleetFault> faults) {
        return faults.stream()
                .map(fault -> {
                    var pointer = JsonPointer.compile(fault.pointer());
                    return new FileFault(document.ofValue(pointer), PlacedDocument.path(pointer), fault.message());
                })
                .toList();
    }

    public Fleet fleet() {
        return fleet;
    }

    /// What a service says of the fleet, at its places in the file.
    public CommandException refusal(List<FleetFault> faults) {
        if (faults.stream().allMatch(FleetFault::isOfAll)) {
            return CommandException.unusable("It was refused: "
                    + faults.stream().map(FleetFault::message).collect(Collectors.joining("; ")));
        }
        return refusal(path, placed(document, faults));
    }

    private static CommandException refusal(Path path, List<FileFault> faults) {
        var lines = faults.stream()
                .sorted()
                .distinct()
                .limit(MOST_SHOWN)
                .map(fault -> PrintableText.of(fault.line(path.toString())))
                .collect(Collectors.joining("\n"));
        var more = faults.size() - MOST_SHOWN;
        return new CommandException(
                ExitCode.VALIDATION_FAILED,
                "%s is not a fleet that can be applied:%n%s%s"
                        .formatted(path, lines, more > 0 ? "%nand %,d more".formatted(more) : ""));
    }
}
