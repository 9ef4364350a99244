package dev.pgconvoy.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.management.profile.AzureProfile;
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
        return of(settings, InstantSource.system());
    }

    static AzureConnection of(AzureSettings settings, InstantSource clock) {
        var http = http(settings);
        return new AzureConnection(
                http,
                credential(settings, http, clock),
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

    private static TokenCredential credential(AzureSettings settings, HttpClient http, InstantSource clock) {
        if (settings.token().isPresent()) {
            return new TokenFromReference(settings.token().get(), clock);
        }
        var builder = new DefaultAzureCredentialBuilder()
                .httpClient(http)
                .authorityHost(settings.environment().getActiveDirectoryEndpoint());
        settings.tenantId().ifPresent(builder::tenantId);
        settings.managedIdentity().ifPresent(builder::managedIdentityClientId);
        return builder.build();
    }
}
