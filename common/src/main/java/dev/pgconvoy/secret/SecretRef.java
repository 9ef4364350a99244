package dev.pgconvoy.secret;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a secret is found, or its sealed form: the only ways in which a password may stand in an event.
///
/// `env:NAME`, `file:/absolute/path`, `keyvault:https://vault/secrets/name`, `entra:` (perhaps with the client id of a
/// managed identity) or `sealed:BASE64`.
public sealed interface SecretRef {

    /// A sealed private key of RSA with 4096 bits has 4,400 characters.
    int LONGEST = 8_192;

    record Env(String name) implements SecretRef {
        public Env {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                throw new IllegalArgumentException("env: needs the name of an environment variable");
            }
        }
    }

    record SecretFile(Path path) implements SecretRef {
        public SecretFile {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("file: needs an absolute path");
            }
        }

        private static SecretFile parse(String text) {
            try {
                return new SecretFile(Path.of(text));
            } catch (InvalidPathException _) {
                throw new IllegalArgumentException("file: needs an absolute path");
            }
        }
    }

    record KeyVault(String secretId) implements SecretRef {
        public KeyVault {
            if (!secretId.matches("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/secrets/[A-Za-z0-9-]+(/[A-Za-z0-9]+)?")) {
                throw new IllegalArgumentException("keyvault: needs https://<vault>/secrets/<name>");
            }
        }

        /// The host, with its port if one is named.
        String vault() {
            return URI.create(secretId).getAuthority();
        }
    }

    /// The token of an identity, in place of a password; it is fetched anew for each connection.
    ///
    /// @param clientId of a user-assigned managed identity; empty for the identity that the process has
    record EntraToken(Optional<String> clientId) implements SecretRef {
        public EntraToken {
            if (clientId.filter(id -> !id.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"))
                    .isPresent()) {
                throw new IllegalArgumentException("entra: needs nothing or the client id of a managed identity");
            }
        }

        private static EntraToken parse(String text) {
            return new EntraToken(Optional.of(text).filter(id -> !id.isEmpty()));
        }
    }

    record Sealed(String ciphertext) implements SecretRef {
        public Sealed {
            if (!ciphertext.matches("[A-Za-z0-9+/]{44,}={0,2}")) {
                throw new IllegalArgumentException("sealed: needs a value that pgconvoy has sealed");
            }
        }

        @Override
        public String toString() {
            return "Sealed[…]";
        }
    }

    /// Refuses clear text without repeating it.
    @JsonCreator
    static SecretRef parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a secret reference is at most " + LONGEST + " characters long");
        }
        var colon = text.indexOf(':');
        var rest = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "env" -> new Env(rest);
            case "file" -> SecretFile.parse(rest);
            case "keyvault" -> new KeyVault(rest);
            case "entra" -> EntraToken.parse(rest);
            case "sealed" -> new Sealed(rest);
            default ->
                throw new IllegalArgumentException(
                        "a password in clear text is refused; use env:NAME, file:/path, keyvault:ID, entra: or sealed:VALUE");
        };
    }

    @JsonValue
    default String text() {
        return switch (this) {
            case Env env -> "env:" + env.name();
            case SecretFile file -> "file:" + file.path();
            case KeyVault vault -> "keyvault:" + vault.secretId();
            case EntraToken token -> "entra:" + token.clientId().orElse("");
            case Sealed sealed -> "sealed:" + sealed.ciphertext();
        };
    }
}
