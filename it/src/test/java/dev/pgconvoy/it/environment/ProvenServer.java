package dev.pgconvoy.it.environment;

import static org.awaitility.Awaitility.await;

import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.fixture.CertificateAuthority.Issued;
import dev.pgconvoy.it.content.SuperuserSql;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;

/// A server that, until this is closed, proves itself with a certificate and lets the user `proven` in by a certificate
/// only. All is said to the server in SQL, so it may run in a container.
public final class ProvenServer implements AutoCloseable {

    public static final String USER = "proven";

    private final RunningServer server;
    private final String rules;

    private ProvenServer(RunningServer server, String rules) {
        this.server = server;
        this.rules = rules;
    }

    /// @param method of pg_hba.conf for the user on encrypted links
    public static ProvenServer of(RunningServer server, Issued certificate, CertificateAuthority clients, String method)
            throws SQLException, IOException {
        var proven = new ProvenServer(
                server, SuperuserSql.lines(server, "postgres", "SHOW hba_file").getFirst());
        proven.write("it-server.crt", Files.readString(certificate.certificate()));
        proven.write("it-server.key", Files.readString(certificate.key()));
        proven.write("it-clients.crt", Files.readString(clients.certificate()));
        proven.run("", "cp %s %1$s.saved".formatted(proven.rules));
        proven.run(
                "hostssl all %s all %s\nhostnossl all %1$s all reject".formatted(USER, method),
                "(cat; cat %s.saved) > %1$s".formatted(proven.rules));
        SuperuserSql.execute(
                server,
                "postgres",
                "CREATE ROLE %s LOGIN SUPERUSER PASSWORD '%s'"
                        .formatted(USER, Files.readString(server.passwordFile()).strip()));
        proven.set("ssl_cert_file", "'it-server.crt'");
        proven.set("ssl_key_file", "'it-server.key'");
        proven.set("ssl_ca_file", "'it-clients.crt'");
        proven.set("ssl", "on");
        proven.reload("on");
        return proven;
    }

    private void set(String setting, String value) throws SQLException {
        SuperuserSql.execute(server, "postgres", "ALTER SYSTEM SET %s = %s".formatted(setting, value));
    }

    private void reload(String ssl) throws SQLException {
        SuperuserSql.execute(server, "postgres", "SELECT pg_reload_conf()");
        await("ssl " + ssl)
                .ignoreExceptions()
                .until(() -> SuperuserSql.lines(server, "postgres", "SHOW ssl").contains(ssl));
    }

    /// In the server's own folder, for its user alone.
    private void write(String file, String text) throws SQLException {
        run(text.strip(), "umask 077; cat > " + file);
    }

    private void run(String input, String program) throws SQLException {
        SuperuserSql.execute(
                server,
                "postgres",
                "COPY (SELECT pg_catalog.regexp_split_to_table($text$%s$text$, '\n')) TO PROGRAM $program$%s$program$"
                        .formatted(input, program));
    }

    public RunningServer server() {
        return server;
    }

    @Override
    public void close() throws SQLException {
        for (var setting : new String[] {"ssl", "ssl_cert_file", "ssl_key_file", "ssl_ca_file"}) {
            SuperuserSql.execute(server, "postgres", "ALTER SYSTEM RESET " + setting);
        }
        run("", "cat; mv %s.saved %1$s; rm it-server.crt it-server.key it-clients.crt".formatted(rules));
        reload("off");
        SuperuserSql.execute(server, "postgres", "DROP ROLE " + USER);
    }
}
