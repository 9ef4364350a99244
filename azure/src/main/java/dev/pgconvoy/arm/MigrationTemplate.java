package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Microsoft's template of an offline migration, as it is documented.
public final class MigrationTemplate {

    public static final String SOURCE_TYPE = "SourceType";
    public static final String SSL_MODE = "SslMode";
    public static final String SOURCE_PASSWORD = "sourceServerLoginPassword";
    public static final String TARGET_PASSWORD = "targetServerLoginPassword";

    /// What the service takes by now and the template does not know yet.
    static final List<String> NEWER_SOURCE_TYPES = List.of(
            "AWS",
            "GCP",
            "PostgreSQLSingleServer",
            "AWS_RDS",
            "AWS_AURORA",
            "AWS_EC2",
            "GCP_CloudSQL",
            "GCP_AlloyDB",
            "GCP_Compute",
            "EDB",
            "EDB_Oracle_Server",
            "EDB_PostgreSQL",
            "PostgreSQLFlexibleServer",
            "PostgreSQLCosmosDB",
            "Huawei_RDS",
            "Huawei_Compute",
            "Heroku_PostgreSQL",
            "Crunchy_PostgreSQL",
            "ApsaraDB_RDS",
            "Digital_Ocean_Droplets",
            "Digital_Ocean_PostgreSQL",
            "Supabase_PostgreSQL");

    static final List<String> NEWER_SSL_MODES = List.of("VerifyCA", "VerifyFull");

    /// To the letter.
    public static final Template DOCUMENTED = read();

    /// With the newer values.
    public static final Template TODAY =
            DOCUMENTED.allowing(SOURCE_TYPE, NEWER_SOURCE_TYPES).allowing(SSL_MODE, NEWER_SSL_MODES);

    private MigrationTemplate() {}

    /// The documented template where it allows these values, else the one with the newer values.
    public static Template allowing(Map<String, JsonNode> values) {
        return allows(values, SOURCE_TYPE) && allows(values, SSL_MODE) ? DOCUMENTED : TODAY;
    }

    private static boolean allows(Map<String, JsonNode> values, String name) {
        var definition = Objects.requireNonNull(DOCUMENTED.parameters().get(name));
        return !values.containsKey(name)
                || definition
                        .violations(Objects.requireNonNull(values.get(name)))
                        .findAny()
                        .isEmpty();
    }

    private static Template read() {
        try (var file =
                Objects.requireNonNull(MigrationTemplate.class.getResourceAsStream("migration-template.json"))) {
            return Template.of(new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
