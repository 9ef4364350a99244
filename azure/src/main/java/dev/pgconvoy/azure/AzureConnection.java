package dev.pgconvoy.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.core.util.Configuration;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/// The transport, the identity and the cloud that clients of Azure are made with.
///
/// @param credential managed identity, workload identity, client secret or certificate, CLI: whichever is there
public record AzureConnection(
        HttpClient http, TokenCredential credential, AzureProfile profile, AzureSettings settings) {

    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);

    /// Opens nothing yet.
    public static AzureConnection of(AzureSettings settings) {
        return of(settings, InstantSource.system(), Configuration.getGlobalConfiguration());
    }

    /// @param environment where `AZURE_CLIENT_ID` and the like stand
    static AzureConnection of(AzureSettings settings, InstantSource clock, Configuration environment) {
        var http = http(settings);
        return new AzureConnection(
                http,
                settings.token()
                        .<TokenCredential>map(reference -> new TokenFromReference(reference, clock))
                        .orElseGet(() -> credential(settings, http, environment)),
                new AzureProfile(
                        settings.tenantId().orElse(null),
                        settings.subscriptionId().orElse(null),
                        settings.environment()),
                settings);
    }

    private static HttpClient http(AzureSettings settings) {
        var builder = java.net.http.HttpClient.newBuilder();
        settings.certificates().map(TrustedCertificates::with).ifPresent(builder::sslContext);
        return new JdkHttpClientBuilder(builder)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .connectionTimeout(TO_CONNECT)
                .responseTimeout(TO_ANSWER)
                .readTimeout(TO_ANSWER)
                .build();
    }

    private static TokenCredential credential(AzureSettings settings, HttpClient http, Configuration environment) {
        var authority = settings.environment().getActiveDirectoryEndpoint();
        var builder = new DefaultAzureCredentialBuilder()
                .httpClient(http)
                .configuration(environment)
                .authorityHost(authority);
        settings.tenantId().ifPresent(builder::tenantId);
        settings.managedIdentity().ifPresent(builder::managedIdentityClientId);
        if (!isPublished(authority)) {
            // Otherwise Microsoft's would be asked whether it knows this one.
            builder.disableInstanceDiscovery();
        }
        return builder.build();
    }

    private static boolean isPublished(String authority) {
        return AzureEnvironment.knownEnvironments().stream()
                .map(AzureEnvironment::getActiveDirectoryEndpoint)
                .anyMatch(authority::equalsIgnoreCase);
    }
}
