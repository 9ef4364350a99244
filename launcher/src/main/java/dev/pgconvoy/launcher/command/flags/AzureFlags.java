package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.ExecutorKind;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Who moves the data, and what Azure wants to know when it does.
public final class AzureFlags {

    @Option(
            names = "--executor",
            paramLabel = "WHO",
            description =
                    "workers (default) or azure: Azure's migration service moves the data (default with --parameters).")
    public Optional<ExecutorKind> executor = Optional.empty();

    @Option(
            names = "--subscription",
            paramLabel = "ID",
            description = "Subscription of the target server in Azure. Default: that of the services.")
    public Optional<String> subscription = Optional.empty();

    @Option(
            names = "--resource-group",
            paramLabel = "NAME",
            description = "Resource group of the target server. Default: that of the services.")
    public Optional<String> resourceGroup = Optional.empty();

    @Option(
            names = "--location",
            paramLabel = "REGION",
            description = "Where the migration is. Default: where the resource group is.")
    public Optional<String> location = Optional.empty();

    @Option(
            names = "--source-type",
            paramLabel = "TYPE",
            description = "What the source is: OnPremises (default), AzureVM, AWS_RDS, GCP_CloudSQL, ...")
    public Optional<String> sourceType = Optional.empty();

    public RequestDraft complete(RequestDraft draft) {
        return isOfAzure() ? draft.inAzure(executor.orElse(ExecutorKind.WORKERS), resource()) : draft;
    }

    private boolean isOfAzure() {
        return executor.filter(ExecutorKind.AZURE::equals).isPresent()
                || subscription.isPresent()
                || resourceGroup.isPresent()
                || location.isPresent()
                || sourceType.isPresent();
    }

    private AzureResource resource() {
        try {
            return new AzureResource(
                    subscription, resourceGroup, location, sourceType.orElse("OnPremises"), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}
