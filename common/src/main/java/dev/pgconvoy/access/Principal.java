package dev.pgconvoy.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    /// What it reads and writes all the time, by the name of the topic. To create one is a matter of the start, and who
    /// may read or write one may describe it.
    Map<String, Set<Operation>> topicRights() {
        var rights = new TreeMap<String, Set<Operation>>();
        for (var grant : grants) {
            var resource = grant.resource();
            if (resource.kind() == Resource.Kind.TOPIC && !resource.prefix()) {
                var operations = rights.computeIfAbsent(resource.name(), _ -> EnumSet.noneOf(Operation.class));
                operations.addAll(grant.operations());
                operations.retainAll(EnumSet.of(Operation.READ, Operation.WRITE));
            }
        }
        return rights;
    }

    /// The groups that hand records out to it.
    Set<String> shareGroups() {
        return grants.stream()
                .map(Grant::resource)
                .filter(resource -> resource.kind() == Resource.Kind.SHARE_GROUP)
                .map(Resource::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<Operation> sorted(Grant grant) {
        return Stream.of(Operation.values())
                .filter(grant.operations()::contains)
                .toList();
    }
}
