package dev.pgconvoy.arm;

/// Where a template is deployed: what its expressions may ask of their surroundings.
///
/// @param location of the resource group
public record DeploymentScope(String subscriptionId, String resourceGroup, String location, String deployment) {}
