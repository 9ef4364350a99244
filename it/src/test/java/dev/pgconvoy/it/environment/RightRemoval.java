package dev.pgconvoy.it.environment;

import dev.pgconvoy.it.access.AccessRow;
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

    /// @throws IllegalArgumentException when there is nothing to take away
    public static RightRemoval of(Admin admin, AccessRow row) throws ExecutionException, InterruptedException {
        var rules = row.rulesOfItsOwn();
        var deleted = admin.deleteAcls(rules.stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
        if (rules.isEmpty() || deleted.size() != rules.size()) {
            throw new IllegalArgumentException("the broker has %s of %s for %s".formatted(deleted, rules, row));
        }
        return new RightRemoval(admin, rules);
    }

    @Override
    public void close() {
        admin.createAcls(rules).all().toCompletionStage().toCompletableFuture().join();
    }
}
