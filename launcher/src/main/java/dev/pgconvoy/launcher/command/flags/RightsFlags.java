package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.migration.RightsOptions;
import picocli.CommandLine.Option;

/// What becomes of roles, owners and grants.
final class RightsFlags {

    @Option(names = "--roles", description = "Move roles, their memberships and their settings, too.")
    boolean roles;

    @Option(names = "--no-owner", description = "Everything belongs to the target's user.")
    boolean noOwner;

    @Option(names = "--no-acl", description = "Leave grants and default privileges out.")
    boolean noAcl;

    RightsOptions options() {
        return new RightsOptions(roles, noOwner, noAcl);
    }
}
