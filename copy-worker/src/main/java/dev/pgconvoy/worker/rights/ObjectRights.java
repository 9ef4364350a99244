package dev.pgconvoy.worker.rights;

import java.util.HashSet;
import java.util.Set;

/// Who owns an object, and all rights on it that differ from the default ones.
record ObjectRights(Origin origin, String owner, Set<RoleRight> rights) {

    /// Who made the object, and so what its rights are compared with.
    enum Origin {
        DATABASE,
        EXTENSION,
        SERVER
    }

    static ObjectRights of(Origin origin, String owner) {
        return new ObjectRights(origin, owner, new HashSet<>());
    }
}
