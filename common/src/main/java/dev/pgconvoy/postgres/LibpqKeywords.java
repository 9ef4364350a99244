package dev.pgconvoy.postgres;

import dev.pgconvoy.text.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The parameters that libpq knows (PostgreSQL 18 and before), and what becomes of each of them
/// here: it is used, it has no effect because pgconvoy decides that itself, or it is refused
/// with the reason.
final class LibpqKeywords {

    static final String SERVICE = "service";

    private static final Set<String> USED = Set.of(
            "channel_binding",
            "dbname",
            "host",
            "hostaddr",
            "password",
            "port",
            SERVICE,
            "sslcert",
            "sslkey",
            "sslmode",
            "sslrootcert",
            "user");

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "application_name",
            "client_encoding",
            "connect_timeout",
            "fallback_application_name",
            "gssdelegation",
            "gsslib",
            "keepalives",
            "keepalives_count",
            "keepalives_idle",
            "keepalives_interval",
            "krbsrvname",
            "max_protocol_version",
            "min_protocol_version",
            "sslcompression",
            "sslsni",
            "tcp_user_timeout");

    private static final Map<String, Refused> REFUSED = Map.ofEntries(
            refused("gssencmode", "links are encrypted by TLS, not by Kerberos; say sslmode", "disable", "prefer"),
            refused("load_balance_hosts", "a migration stays with one server; name the one that is meant", "disable"),
            refused("oauth_client_id", "logins by OAuth are not supported; use a password or a client certificate"),
            refused("oauth_client_secret", "logins by OAuth are not supported; use a password or a client certificate"),
            refused("oauth_issuer", "logins by OAuth are not supported; use a password or a client certificate"),
            refused("oauth_scope", "logins by OAuth are not supported; use a password or a client certificate"),
            refused(
                    "options",
                    "pgconvoy gives its sessions the settings that they need; what the user needs besides is set by ALTER ROLE … SET"),
            refused("passfile", "name the password file with the variable PGPASSFILE"),
            refused("replication", "a migration needs ordinary sessions"),
            refused(
                    "require_auth",
                    "pgconvoy sends a password in clear text over verified links only; for more say channel_binding=require"),
            refused("requirepeer", "it is for Unix sockets, and pgconvoy connects by TCP"),
            refused("requiressl", "say sslmode=require", "0"),
            refused("scram_client_key", "a login needs the password or a client certificate"),
            refused("scram_server_key", "a login needs the password or a client certificate"),
            refused("servicefile", "name the service file with the variable PGSERVICEFILE"),
            refused(
                    "ssl_max_protocol_version",
                    "client and server agree on the newest version; limit it on the server (ssl_max_protocol_version)"),
            refused(
                    "ssl_min_protocol_version",
                    "older versions than TLS 1.2 are never used; for more limit it on the server (ssl_min_protocol_version)",
                    "TLSv1",
                    "TLSv1.1",
                    "TLSv1.2"),
            refused("sslcertmode", "a client certificate is shown where the server asks for one", "allow"),
            refused("sslcrl", "revocation lists are not looked at"),
            refused("sslcrldir", "revocation lists are not looked at"),
            refused("sslkeylogfile", "keys of links are not written down"),
            refused("sslnegotiation", "TLS is negotiated in the way that every server knows", "postgres"),
            refused(
                    "sslpassword",
                    "the client key must have no passphrase; make one without by: openssl pkey -in KEY -out NEW_KEY"),
            refused(
                    "target_session_attrs",
                    "a migration stays with the one server that is named; name the primary, or as source a standby, itself",
                    "any"));

    /// @param harmless values that ask for nothing else than what is done
    private record Refused(String reason, Set<String> harmless) {}

    private LibpqKeywords() {}

    private static Map.Entry<String, Refused> refused(String name, String reason, String... harmless) {
        return Map.entry(name, new Refused(reason, Set.of(harmless)));
    }

    /// An unknown name is not repeated: it may be a part of a password that was not escaped.
    static Map<String, String> requireKnown(Map<String, String> parameters) {
        for (var name : parameters.keySet()) {
            if (!USED.contains(name) && !WITHOUT_EFFECT.contains(name) && !REFUSED.containsKey(name)) {
                throw new IllegalArgumentException(
                        "the connection string has a parameter that is not known%s; known are %s"
                                .formatted(
                                        Spelling.nearest(name, all())
                                                .map(" (did you mean %s?)"::formatted)
                                                .orElse(""),
                                        new TreeSet<>(USED)));
            }
        }
        return parameters;
    }

    private static Set<String> all() {
        var all = new TreeSet<>(USED);
        all.addAll(WITHOUT_EFFECT);
        all.addAll(REFUSED.keySet());
        return all;
    }

    /// What is used, without empty values, which libpq takes for none.
    ///
    /// @throws IllegalArgumentException for the first that is refused
    static Map<String, String> used(Map<String, String> parameters) {
        var used = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> {
            if (!value.isEmpty()) {
                requireHarmless(name, value);
                if (USED.contains(name)) {
                    used.put(name, value);
                }
            }
        });
        return used;
    }

    private static void requireHarmless(String name, String value) {
        Optional.ofNullable(REFUSED.get(name))
                .filter(refused -> !refused.harmless().contains(value))
                .ifPresent(refused -> {
                    throw new IllegalArgumentException("%s is refused: %s".formatted(name, refused.reason()));
                });
    }

    /// What was said and changes nothing.
    static List<String> withoutEffect(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(each -> WITHOUT_EFFECT.contains(each.getKey())
                        && !each.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
