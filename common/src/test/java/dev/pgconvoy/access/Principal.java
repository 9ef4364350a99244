package dev.pgconvoy.access;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;

/// Who logs in at the brokers.
///
/// @param name of the user
/// @param purpose for people
public record Principal(String name, String purpose, List<Grant> grants) {

    public Principal {
        grants = List.copyOf(grants);
    }

    /// The rules as an admin client takes them.
    public List<AclBinding> bindings() {
        var bindings = new ArrayList<AclBinding>();
        for (var grant : grants) {
            for (var operation : sorted(grant)) {
                bindings.add(new AclBinding(
                        grant.resource().pattern(),
                        new AccessControlEntry("User:" + name, "*", operation.kafka(), AclPermissionType.ALLOW)));
            }
        }
        return bindings;
    }

    static List<Operation> sorted(Grant grant) {
        return Stream.of(Operation.values())
                .filter(grant.operations()::contains)
                .toList();
    }

    Principal and(Grant more) {
        var all = new ArrayList<>(grants);
        all.add(more);
        return new Principal(name, purpose, all);
    }
}
