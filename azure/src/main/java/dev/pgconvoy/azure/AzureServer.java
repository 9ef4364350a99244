package dev.pgconvoy.azure;

import java.util.Optional;

/// A PostgreSQL server in Azure, as Azure Resource Manager describes it.
///
/// @param host empty for one that is not made yet
/// @param user its administrator, as a connection names it
/// @param version such as `16.4` or `11`
/// @param size of its compute, such as `Standard_D4ds_v5`
/// @param location its region
/// @param state such as `Ready` or `Stopped`
public record AzureServer(
        Kind kind,
        String name,
        Optional<String> host,
        Optional<String> user,
        Optional<String> version,
        Optional<String> size,
        Optional<Long> storageBytes,
        String location,
        Optional<String> state) {

    /// How Azure sells it.
    public enum Kind {
        FLEXIBLE("Flexible Server"),
        SINGLE("Single Server");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
