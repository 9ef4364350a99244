package dev.pgconvoy.worker.roles;

import dev.pgconvoy.failure.Finding;
import java.util.List;

/// What is done about roles, and what has to be said.
record RolePlan(List<RoleStatement> statements, List<Finding> notes) {

    RolePlan {
        statements = List.copyOf(statements);
        notes = List.copyOf(notes);
    }
}
