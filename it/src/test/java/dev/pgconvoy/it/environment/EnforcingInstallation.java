package dev.pgconvoy.it.environment;

import dev.pgconvoy.access.AccessMatrix;
import dev.pgconvoy.access.Grant;
import dev.pgconvoy.access.Principal;
import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/// An installation whose broker enforces the access matrix: each service has a user of its own, by TLS and SCRAM, with
/// the rules that the matrix gives it and no other.
public final class EnforcingInstallation implements AutoCloseable {

    private static final Path FOLDER = TestFork.folder("enforcing");
    private static final String REQUESTER = "pgconvoy-requester";
    private static final int ITERATIONS = 4_096;
    private static final Map<String, String> MODULES = Map.of(
            "pgconvoy-preflight", "preflight-service",
            "pgconvoy-submitter", "submitter-service",
            "pgconvoy-monitor", "monitor-service",
            "pgconvoy-worker", "copy-worker");

    private final Stack stack;
    private final SelfSigned certificate;
    private final Map<String, String> passwords = new HashMap<>();
    private final int port = freePort();

    private EnforcingInstallation(Stack stack) {
        this.stack = stack;
        this.certificate = SelfSigned.in(stack.folder().root().resolve("tls"));
    }

    public static EnforcingInstallation start() throws ExecutionException, InterruptedException {
        var installation = ofTheBroker();
        installation.startServersAndServices();
        return installation;
    }

    /// Without servers and services.
    public static EnforcingInstallation ofTheBroker() throws ExecutionException, InterruptedException {
        var folder = StackFolder.open(FOLDER);
        RunLeavings.remove(folder.root());
        var installation = new EnforcingInstallation(Stack.in(folder, StackDistribution.current()));
        installation.startBroker();
        return installation;
    }

    private void startBroker() throws ExecutionException, InterruptedException {
        SealKey.create(sealKeyFile());
        var kafka = stack.start(KafkaSettings.slim().withPassword().adapted(this::enforcing));
        try (var admin = Admin.create(kafka.clientSettings())) {
            for (var principal : AccessMatrix.principals()) {
                var password = UUID.randomUUID().toString();
                passwords.put(principal.name(), password);
                admin.alterUserScramCredentials(List.<UserScramCredentialAlteration>of(new UserScramCredentialUpsertion(
                                principal.name(),
                                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                                password)))
                        .all()
                        .get();
                admin.createAcls(principal.bindings()).all().get();
            }
        }
    }

    private void startServersAndServices() {
        stack.startAll(Stream.concat(
                        Stream.of(PostgresSettings.of("source", 15), PostgresSettings.of("target", 15)),
                        MODULES.entrySet().stream().map(entry -> service(entry.getKey(), entry.getValue())))
                .toList());
    }

    /// One more listener; the one with the password of the stack is left to the administrator.
    private String enforcing(String properties) {
        var secure = ",SECURE://127.0.0.1:" + port;
        return properties
                        .replaceAll("(?m)^((advertised\\.)?listeners=.*)$", "$1" + secure)
                        .replaceAll("(?m)^(listener\\.security\\.protocol\\.map=CLIENTS.*)$", "$1,SECURE:SASL_SSL")
                + """
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:pgconvoy
                listener.name.secure.sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.secure.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.secure.ssl.keystore.type=PKCS12
                listener.name.secure.ssl.keystore.location=%s
                listener.name.secure.ssl.keystore.password=%s
                listener.name.secure.ssl.key.password=%s
                """.formatted(certificate.store(), SelfSigned.PASSWORD, SelfSigned.PASSWORD);
    }

    private ServiceSettings service(String principal, String module) {
        var settings = ServiceSettings.of(module)
                .with("pgconvoy.secrets.file", stack.folder().keys().toString())
                .with("pgconvoy.seal-key-file", sealKeyFile().toString());
        for (var setting : connection().entrySet()) {
            settings = settings.with("kafka." + setting.getKey(), setting.getValue());
        }
        return settings.withSecret("KAFKA_SASL_JAAS_CONFIG", new Secret(login(principal)));
    }

    private Map<String, String> connection() {
        return Map.of(
                "bootstrap.servers", "127.0.0.1:" + port,
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", certificate.pem().toString());
    }

    private String login(String principal) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(principal, passwords.get(principal));
    }

    /// How somebody connects who may request and watch.
    public Map<String, String> requester() {
        var settings = new HashMap<>(connection());
        settings.put("sasl.jaas.config", login(REQUESTER));
        return settings;
    }

    public Path sealKeyFile() {
        return stack.folder().keys().resolve("seal-key.json");
    }

    public RunningServer server(String name) {
        var process = stack.postgres(name);
        return new RunningServer(name, 15, "127.0.0.1", process.port(), process.passwordFile());
    }

    /// Somebody who may do everything.
    public Admin administrator() {
        return Admin.create(stack.kafka().clientSettings());
    }

    /// Starts the service of a principal, beside what this installation runs. The submitter serves Azure, too: it has a
    /// group for that.
    public ServiceTrial tryService(Principal principal) {
        var module = MODULES.get(principal.name());
        return ServiceTrial.start(service(principal.name(), module)
                .with("pgconvoy.azure.enabled", Boolean.toString(module.equals("submitter-service"))));
    }

    /// @param administrator see [#administrator]
    public RightRemoval takeAway(Admin administrator, Principal principal, Grant grant)
            throws ExecutionException, InterruptedException {
        return RightRemoval.of(administrator, principal, grant);
    }

    public static List<Principal> services() {
        return AccessMatrix.principals().stream()
                .filter(principal -> MODULES.containsKey(principal.name()))
                .toList();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stack.close();
        RunLeavings.remove(FOLDER);
    }
}
