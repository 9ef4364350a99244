package dev.pgconvoy.report;

import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.text.ShellText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A target server in Azure, as its command line finds it.
///
/// @param name of the server there
/// @param azure what the request says of the place
record AzureTarget(String name, Optional<AzureResource> azure) {

    private static final String HOST = ".postgres.database.azure.com";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    /// Empty for servers elsewhere.
    static Optional<AzureTarget> of(MigrationRequest request) {
        var host = request.target().host().toLowerCase(Locale.ROOT);
        var name = host.endsWith(HOST)
                ? Optional.of(host.substring(0, host.indexOf('.')))
                : Optional.of(request.id().targetServer())
                        .filter(_ -> request.options().executor() == ExecutorKind.AZURE);
        return name.filter(found -> NAME.matcher(found).matches())
                .map(found -> new AzureTarget(found, request.azure()));
    }

    /// What is asked first when nobody has said in which resource group it is.
    Optional<String> lookUp() {
        return azure.flatMap(AzureResource::resourceGroup).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "GROUP=$(az postgres flexible-server list%s --query \"[?name=='%s'].resourceGroup\" --output tsv)"
                                .formatted(subscription(), name));
    }

    /// The options that name it.
    String options() {
        var group = azure.flatMap(AzureResource::resourceGroup)
                .map(ShellText::quoted)
                .orElse("\"$GROUP\"");
        return "%s --resource-group %s --name %s".formatted(subscription(), group, name);
    }

    private String subscription() {
        return azure.flatMap(AzureResource::subscriptionId)
                .map(id -> " --subscription " + ShellText.quoted(id))
                .orElse("");
    }
}
