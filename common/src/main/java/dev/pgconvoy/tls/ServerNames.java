package dev.pgconvoy.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

/// Whom a certificate is for, as libpq reads it: its alternative names; the common name only when it has none.
///
/// @param hosts names, in which a leading `*.` stands for one label
record ServerNames(List<String> hosts, List<String> addresses) {

    private static final int DNS = 2;
    private static final int IP = 7;
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|.*:.*");

    static ServerNames of(X509Certificate certificate) {
        var hosts = new ArrayList<String>();
        var addresses = new ArrayList<String>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            for (var name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0).equals(DNS)) {
                    hosts.add((String) name.get(1));
                } else if (name.get(0).equals(IP)) {
                    addresses.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException _) {
            // Then it is for nobody but its common name.
        }
        if (hosts.isEmpty() && addresses.isEmpty()) {
            hosts.addAll(commonNames(certificate));
        }
        return new ServerNames(hosts, addresses);
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString())
                            .toList();
        } catch (InvalidNameException _) {
            return List.of();
        }
    }

    boolean include(String host) {
        return hosts.stream().anyMatch(pattern -> PGjdbcHostnameVerifier.INSTANCE.verifyHostName(host, pattern))
                || ADDRESS.matcher(host).matches() && addresses.stream().anyMatch(name -> isSame(host, name));
    }

    private static boolean isSame(String host, String name) {
        try {
            return InetAddress.ofLiteral(host).equals(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        var all = new ArrayList<>(hosts);
        all.addAll(addresses);
        return all.isEmpty() ? "nobody" : String.join(", ", all);
    }
}
