package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.preflight.azure.TargetFacts.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The target must exist in Azure and be ready.
final class TargetState implements TargetCheck {

    private static final String READY = "Ready";

    /// @param needed whether Azure's service is to move the data, so that nothing works without it
    record Row(TargetResource target, Optional<Server> server, boolean needed) {}

    @Override
    public String name() {
        return "target-resource";
    }

    @Override
    public List<Finding> run(TargetExamination examination) {
        return assess(new Row(examination.target(), examination.facts().server(), examination.isAzures()));
    }

    List<Finding> assess(Row row) {
        return row.server
                .map(server -> existing(row, server))
                .orElseGet(() -> List.of(found(
                        row,
                        FindingCode.NO_SUCH_SERVER,
                        "Azure has no such server.",
                        "Correct the target's name, azure.resourceGroup or azure.subscriptionId (%s now), or create the server."
                                .formatted(row.target.groupId()))));
    }

    private List<Finding> existing(Row row, Server server) {
        var findings = new ArrayList<Finding>();
        server.state()
                .filter(state -> !state.equalsIgnoreCase(READY))
                .ifPresent(state -> findings.add(found(
                                row,
                                FindingCode.SERVER_NOT_READY,
                                "Azure says that it is %s, not %s.".formatted(state, READY),
                                "Wait until it is, or start it: " + start(row))
                        .inAzure(start(row))));
        var described = described(server);
        if (!described.isEmpty()) {
            findings.add(Finding.info(
                    name(), FindingCode.SERVER_IS, row.target.object(), String.join(", ", described) + "."));
        }
        return findings;
    }

    private static String start(Row row) {
        return AzCommand.ofServer("start", "--name", row.target);
    }

    private static List<String> described(Server server) {
        var described = new ArrayList<String>();
        server.version().ifPresent(version -> described.add("PostgreSQL " + version));
        server.sku().ifPresent(described::add);
        server.storageGiB()
                .ifPresent(size -> described.add(
                        "%d GiB of storage%s".formatted(size, server.grows() ? ", which grows by itself" : "")));
        return described;
    }

    private Finding found(Row row, FindingCode code, String message, String remedy) {
        return Finding.of(
                name(), code, row.needed ? Severity.ERROR : Severity.WARNING, row.target.object(), message, remedy);
    }
}
