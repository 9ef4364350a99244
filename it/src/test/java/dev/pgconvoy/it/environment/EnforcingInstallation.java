package dev.pgconvoy.it.environment;

import dev.pgconvoy.access.AccessMatrix;
import dev.pgconvoy.access.Principal;
import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.it.wire.KafkaClient;
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
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

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

    /// Starts the service of a user, beside what this installation runs. The submitter serves Azure, too: it has a
    /// group for that.
    ///
    /// @param more settings of the service
    public ServiceTrial tryService(String user, Map<String, String> more) {
        var module = Objects.requireNonNull(MODULES.get(user), user);
        var settings = service(user, module)
                .with("pgconvoy.azure.enabled", Boolean.toString(module.equals("submitter-service")));
        for (var setting : more.entrySet()) {
            settings = settings.withSystemProperty(setting.getKey(), setting.getValue());
        }
        return ServiceTrial.start(settings);
    }

    /// The users of the services.
    public static List<String> services() {
        return AccessMatrix.principals().stream()
                .map(Principal::name)
                .filter(MODULES::containsKey)
                .toList();
    }

    /// The folder for what nobody else may read.
    public Path keys() {
        return stack.folder().keys();
    }

    /// As the administrator.
    public void write(String topic, String key, String json) {
        write(stack.kafka().clientSettings(), topic, key, json);
    }

    /// As the requester: a migration between two servers that there are not.
    public void requestOfNowhere(String name) {
        write(new HashMap<>(requester()), KafkaClient.REQUESTED, "nowhere/" + name, """
                {"id": "nowhere/%s", "databases": ["shop"],
                 "source": {"host": "127.0.0.1", "port": 1, "user": "mover"},
                 "target": {"host": "127.0.0.1", "port": 2, "user": "mover"}}
                """.formatted(name));
    }

    private static void write(Map<String, Object> connection, String topic, String key, String json) {
        try (var producer = new KafkaProducer<>(connection, new StringSerializer(), new StringSerializer())) {
            producer.send(KafkaClient.event(topic, key, json)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(topic, e);
        }
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
