package dev.pgconvoy.migration;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What becomes of roles, owners and grants.
///
/// @param migrateRoles whether roles, their memberships and their settings are moved, too
/// @param noOwner whether everything belongs to the target's user instead of its owner
/// @param noAcl whether grants and default privileges are left out
public record RightsOptions(boolean migrateRoles, boolean noOwner, boolean noAcl) {

    public static final RightsOptions DEFAULTS = new RightsOptions(false, false, false);

    @JsonCreator
    static RightsOptions create(
            @JsonProperty("migrateRoles") @Nullable Boolean migrateRoles,
            @JsonProperty("noOwner") @Nullable Boolean noOwner,
            @JsonProperty("noAcl") @Nullable Boolean noAcl) {
        return new RightsOptions(
                requireNonNullElse(migrateRoles, false),
                requireNonNullElse(noOwner, false),
                requireNonNullElse(noAcl, false));
    }
}
