package dev.pgconvoy.secret;

/// The cloud's own secrets. What cannot be had is a [dev.pgconvoy.failure.MigrationException] that names the reference
/// and the remedy, never a value.
public interface CloudSecrets {

    Secret keyVault(SecretRef.KeyVault reference);

    /// A token by which PostgreSQL servers of the cloud know who connects.
    Secret postgresToken(SecretRef.EntraToken reference);
}
