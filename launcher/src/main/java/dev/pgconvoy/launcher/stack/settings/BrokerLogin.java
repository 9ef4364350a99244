package dev.pgconvoy.launcher.stack.settings;

import dev.pgconvoy.launcher.stack.broker.OwnLoginHandler;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.OwnersFile;
import dev.pgconvoy.secret.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The one login of an embedded broker: whoever may read the stack's folder has it, no other user of the machine.
///
/// A port is nobody's while the broker is down. Whoever listens there instead is never told the password and cannot
/// answer as the broker: with SCRAM each side proves that it knows it. Each start makes a new one. It stands in files
/// only, never in an argument or an environment.
public final class BrokerLogin {

    private static final String USER = "pgconvoy";
    private static final String MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String PROTOCOL = "SASL_PLAINTEXT";
    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final int BYTES = 24;

    private final Path keys;
    private final Secret password;

    private BrokerLogin(Path keys, Secret password) {
        this.keys = keys;
        this.password = password;
    }

    /// @param keys the stack's folder for what only its owner may read
    /// @param bootstrapServers where clients find the broker
    public static BrokerLogin renew(Path keys, String bootstrapServers) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var login = new BrokerLogin(
                keys, new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
        OwnersFile.write(login.jaasFile(), "KafkaClient {%n    %s%n};%n".formatted(login.module()));
        OwnersFile.write(StackFolder.clientFile(keys), login.clientFile(bootstrapServers));
        return login;
    }

    private String clientFile(String bootstrapServers) {
        return """
                bootstrap.servers=%s
                security.protocol=%s
                sasl.mechanism=%s
                sasl.jaas.config=%s
                """.formatted(bootstrapServers, PROTOCOL, MECHANISM, module());
    }

    private String module() {
        return password.use(secret -> "%s username=\"%s\" password=\"%s\";".formatted(MODULE, USER, secret));
    }

    /// Of both listeners: members of the cluster log in to each other, too.
    String brokerProperties() {
        return """
                listener.security.protocol.map=CLIENTS:%1$s,CONTROLLER:%1$s
                inter.broker.listener.name=CLIENTS
                sasl.enabled.mechanisms=%2$s
                sasl.mechanism.inter.broker.protocol=%2$s
                sasl.mechanism.controller.protocol=%2$s
                listener.name.clients.%3$s.sasl.jaas.config=%4$s
                listener.name.clients.%3$s.sasl.server.callback.handler.class=%5$s
                listener.name.controller.%3$s.sasl.jaas.config=%4$s
                listener.name.controller.%3$s.sasl.server.callback.handler.class=%5$s
                """.formatted(
                PROTOCOL, MECHANISM, MECHANISM.toLowerCase(Locale.ROOT), module(), OwnLoginHandler.class.getName());
    }

    /// For clients in this process.
    public Map<String, Object> clientSettings() {
        var settings = new HashMap<String, Object>(settingsBesideJaasFile());
        settings.put("sasl.jaas.config", module());
        return settings;
    }

    /// For clients in other processes of the stack, which find the password in [#jaasFile].
    public Map<String, String> settingsBesideJaasFile() {
        return Map.of("security.protocol", PROTOCOL, "sasl.mechanism", MECHANISM);
    }

    public Path jaasFile() {
        return keys.resolve("kafka-jaas.conf");
    }
}
