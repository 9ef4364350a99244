package dev.pgconvoy.launcher.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.arm.PasswordUses;
import dev.pgconvoy.arm.RequestForms;
import dev.pgconvoy.arm.TemplateException;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// A file of parameters for Azure's template, as `az deployment group create --parameters` takes it. It may hold
/// passwords in clear text: they are sealed before anything else sees them.
public final class ParametersFile {

    private static final int LARGEST = 1 << 20;
    private static final String PARAMETERS = "parameters";
    private static final String LABELS = "labels";
    private static final SecretRef PLACEHOLDER = new SecretRef.Sealed("A".repeat(44));

    private final Path file;
    private final ObjectNode tree;

    private ParametersFile(Path file, ObjectNode tree) {
        this.file = file;
        this.tree = tree;
    }

    public static ParametersFile read(Path file) {
        try {
            if (Files.size(file) <= LARGEST
                    && EventJson.MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode tree
                    && tree.path(PARAMETERS).isObject()) {
                return new ParametersFile(file, tree);
            }
        } catch (IOException _) {
            // Refused like any other file, without repeating what is in it.
        }
        throw CommandException.usage(
                "--parameters: %s is no readable file of JSON with \"parameters\": {\"targetServerName\": {\"value\": ...}, ...}"
                        .formatted(file));
    }

    /// What was said beside the file counts more than what is in it.
    public ParametersFile with(String name, Optional<String> value) {
        value.ifPresent(text -> tree.put(name, text));
        return this;
    }

    /// Beside those of the file; those that are said here count more.
    public ParametersFile labelled(SortedMap<String, String> labels) {
        if (!labels.isEmpty() && tree.path(LABELS).isObject()) {
            labels.forEach(((ObjectNode) tree.path(LABELS))::put);
        } else if (!labels.isEmpty() && !tree.has(LABELS)) {
            labels.forEach(tree.putObject(LABELS)::put);
        }
        return this;
    }

    public ParametersFile parameter(String name, Optional<String> value) {
        value.ifPresent(text -> {
            given(name).ifPresent(parameters()::remove);
            parameters().putObject(name).put("value", text);
        });
        return this;
    }

    /// Passwords that the file does not have.
    public ParametersFile withPasswords(Function<String, Optional<String>> environment) {
        addPassword(MigrationTemplate.SOURCE_PASSWORD, environment.apply(CommandSide.SOURCE.passwordVariable()));
        addPassword(MigrationTemplate.TARGET_PASSWORD, environment.apply(CommandSide.TARGET.passwordVariable()));
        return this;
    }

    private void addPassword(String name, Optional<String> password) {
        if (given(name).isEmpty()) {
            parameter(name, password);
        }
    }

    /// @param key asked for only when a password in clear text must be sealed
    public MigrationRequest request(Supplier<SealKey> key, Instant now) {
        try {
            // Before the passwords are taken out, so that all that is wrong is told at once.
            MigrationId.parse(RequestForms.canonical(tree).path("id").asText());
            var source = takeOut(MigrationTemplate.SOURCE_PASSWORD);
            var target = takeOut(MigrationTemplate.TARGET_PASSWORD);
            var request = bound(now);
            return request.withServers(
                    sealed(request, ServerSide.SOURCE, source, key), sealed(request, ServerSide.TARGET, target, key));
        } catch (TemplateException e) {
            throw CommandException.usage("--parameters: %s is not what Azure's template takes:%n  %s"
                    .formatted(file, String.join(System.lineSeparator() + "  ", e.violations())));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--parameters: %s: %s".formatted(file, e.getMessage()));
        }
    }

    /// As the services will read it.
    private MigrationRequest bound(Instant now) {
        var type = EventType.MIGRATION_REQUESTED;
        var headers = new RecordHeaders().add("ce_type", type.ceType().getBytes(StandardCharsets.UTF_8));
        try {
            return EventCodec.read(type.topic(), headers, EventJson.write(tree), now)
                    .of(MigrationRequested.class)
                    .data()
                    .request();
        } catch (MalformedEventException e) {
            throw CommandException.usage("--parameters: %s: %s".formatted(file, e.getMessage()));
        }
    }

    /// The password, when it is in clear text; what stands there instead is replaced before anybody sees the request.
    private Optional<Secret> takeOut(String name) {
        var password = given(name)
                .map(spelled -> parameters().path(spelled))
                .map(parameter -> parameter.has("value") ? parameter.path("value") : parameter)
                .filter(value -> value.isTextual() && !isReference(value.textValue()))
                .map(value -> new Secret(value.textValue()));
        password.ifPresent(_ -> parameter(name, Optional.of(PLACEHOLDER.text())));
        return password;
    }

    private static ServerEndpoint sealed(
            MigrationRequest request, ServerSide side, Optional<Secret> clear, Supplier<SealKey> key) {
        var endpoint = request.server(side);
        return clear.map(password -> key.get().seal(password, PasswordUses.of(request, side)))
                .map(endpoint::withPassword)
                .orElse(endpoint);
    }

    private static boolean isReference(String text) {
        try {
            SecretRef.parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The parameter as it is spelled in the file.
    private Optional<String> given(String name) {
        return parameters().properties().stream()
                .map(Map.Entry::getKey)
                .filter(name::equalsIgnoreCase)
                .findFirst();
    }

    private ObjectNode parameters() {
        return (ObjectNode) tree.path(PARAMETERS);
    }
}
