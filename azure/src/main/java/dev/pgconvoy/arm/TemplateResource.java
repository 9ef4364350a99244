package dev.pgconvoy.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A migration that a template declares, with its expressions evaluated.
///
/// @param server the first part of its name
/// @param name the second
public record TemplateResource(String server, String name, String apiVersion, String location, ObjectNode properties) {}
