package dev.pgconvoy.it.environment;

import dev.pgconvoy.access.Grant;
import dev.pgconvoy.access.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;

/// A right on the brokers that is taken away until this is closed.
public final class RightRemoval implements AutoCloseable {

    private final Admin admin;
    private final List<AclBinding> rules;

    private RightRemoval(Admin admin, List<AclBinding> rules) {
        this.admin = admin;
        this.rules = rules;
    }

    static RightRemoval of(Admin admin, Principal principal, Grant grant)
            throws ExecutionException, InterruptedException {
        var rules = rulesOfOnly(principal, grant);
        admin.deleteAcls(rules.stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
        return new RightRemoval(admin, rules);
    }

    /// Those that no other grant of the principal has, too.
    private static List<AclBinding> rulesOfOnly(Principal principal, Grant grant) {
        var others = new Principal(
                principal.name(),
                principal.purpose(),
                principal.grants().stream().filter(each -> each != grant).toList());
        var rules = new ArrayList<>(principal.bindings());
        rules.removeAll(others.bindings());
        return rules;
    }

    @Override
    public void close() {
        admin.createAcls(rules).all().toCompletionStage().toCompletableFuture().join();
    }
}
