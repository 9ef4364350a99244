package dev.pgconvoy.fleet.status;

/// A limit of a fleet with what its own migrations use of it now.
///
/// @param limit what it counts: `total`, `source HOST`, `target HOST` or `label KEY=VALUE`
/// @param used migrations of this fleet that run
/// @param most that may run; of a host, migrations of other fleets count, too
public record LimitUse(String limit, int used, int most) {}
