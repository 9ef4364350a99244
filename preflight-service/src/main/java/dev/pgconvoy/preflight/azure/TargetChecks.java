package dev.pgconvoy.preflight.azure;

import java.util.List;

/// Every check of a target in Azure. When the first cannot be answered, the others could not either.
public final class TargetChecks {

    public static final TargetCheck FIRST = new TargetState();

    public static final List<TargetCheck> OTHERS =
            List.of(new AllowedExtensions(), new PreloadedLibraries(), new TargetStorage(), new TargetMigrations());

    private TargetChecks() {}
}
