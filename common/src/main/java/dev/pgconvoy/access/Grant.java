package dev.pgconvoy.access;

import java.util.EnumSet;
import java.util.Set;

/// @param failure what happens without it, for people
public record Grant(Resource resource, Set<Operation> operations, String failure) {

    public Grant {
        operations = Set.copyOf(operations);
    }

    static Grant of(Resource resource, String failure, Operation first, Operation... more) {
        return new Grant(resource, EnumSet.of(first, more), failure);
    }
}
