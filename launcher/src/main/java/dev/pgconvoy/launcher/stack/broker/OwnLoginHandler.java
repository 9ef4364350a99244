package dev.pgconvoy.launcher.stack.broker;

import static java.util.Objects.requireNonNull;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.jspecify.annotations.Nullable;

/// Lets the login in that the broker has for itself, and no other.
///
/// Kafka keeps the credentials of SCRAM in the cluster's metadata, where a password that changes with each start would
/// have to be changed before anybody can log in.
public final class OwnLoginHandler implements AuthenticateCallbackHandler {

    private String user = "";
    private @Nullable ScramCredential credential;

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> logins) {
        var options = logins.getFirst().getOptions();
        user = option(options, "username");
        credential = credential(ScramMechanism.forMechanismName(mechanism), option(options, "password"));
    }

    private static String option(Map<String, ?> options, String name) {
        return requireNonNull(options.get(name), name).toString();
    }

    private static ScramCredential credential(ScramMechanism mechanism, String password) {
        try {
            return new ScramFormatter(mechanism).generateCredential(password, mechanism.minIterations());
        } catch (NoSuchAlgorithmException e) {
            throw new KafkaException(e);
        }
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        var isOwn = false;
        for (var callback : callbacks) {
            switch (callback) {
                case NameCallback asked -> isOwn = user.equals(asked.getDefaultName());
                // Without a credential the login is refused, as if the password were wrong.
                case ScramCredentialCallback wanted -> wanted.scramCredential(isOwn ? credential : null);
                default -> throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}
}
